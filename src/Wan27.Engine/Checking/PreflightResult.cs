using Wan27.Engine.Media;
using Wan27.Engine.Routes;

namespace Wan27.Engine.Checking;

/// <summary>What the local checks of a request found.</summary>
/// <param name="Checks">Every rule, passed ones included.</param>
/// <param name="Billed">What would be billed, exact where the media tell.</param>
internal sealed record PreflightResult(IReadOnlyList<WanCheck> Checks, BilledForecast Billed)
{
    /// <summary>Why an input in a store could not be read at all; null where all could.</summary>
    public WanException? Refusal { get; init; }

    /// <summary>
    /// The same for a job that is handed out again: nothing is sent, and a script that is run again the next day still names the signed URLs
    /// of the day before.
    /// </summary>
    public PreflightResult ForHandedOut() => this with { Checks = [.. Checks.Where(static check => !UrlValidity.IsAnsweredBy(check))] };
}
