using System.Globalization;

namespace Wan27.ModuleTests.Torture;

/// <summary>Where the traffic to a store is held.</summary>
/// <param name="Write">Which write of the run, from 0.</param>
/// <param name="Share">How much of its body gets through: at 0 not even its head, at 1 all of it, and the answer is held.</param>
internal sealed record HoldPoint(int Write, double Share)
{
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"write {Write} at {Share:0.00}");
}
