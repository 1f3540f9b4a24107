namespace Wan27.Emulator.Service;

/// <summary>Where a wrapper provider's results lie, for how long, and what their addresses are signed with.</summary>
/// <param name="Prefix">First part of the path, with slashes at both ends.</param>
/// <param name="Lifetime">How long an address works.</param>
/// <param name="TokenName">The query field that holds the signature.</param>
/// <param name="GoneStatus">What a dead address is answered with.</param>
internal sealed record ResultPlace(string Prefix, TimeSpan Lifetime, string TokenName, int GoneStatus)
{
    /// <summary>What the query begins with, such as the signature's lifetime.</summary>
    public string Lead { get; init; } = "";
}
