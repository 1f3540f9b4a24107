using Wan27.Engine.Routes;

namespace Wan27.Engine.Checking;

/// <summary>What the local checks of a request found.</summary>
/// <param name="Checks">Every rule, passed ones included.</param>
/// <param name="Billed">What would be billed, exact where the media tell.</param>
internal sealed record PreflightResult(IReadOnlyList<WanCheck> Checks, BilledEstimate Billed);
