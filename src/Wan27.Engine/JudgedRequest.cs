using Wan27.Engine.Checking;
using Wan27.Engine.Providers;
using Wan27.Engine.Routes;
using Wan27.Engine.Tasks;

namespace Wan27.Engine;

/// <summary>A request that was held against every rule, once, and may be sent. What was found goes with it.</summary>
/// <param name="Request">What is asked.</param>
/// <param name="Options">How it is submitted.</param>
/// <param name="Found">What the checks found; null when the user asked to skip them.</param>
/// <param name="Held">The task that its job key stands for already; null for a job that would be submitted.</param>
/// <param name="Billed">What would be billed for a new task, a range where that depends on the result or on what the provider does not say.</param>
internal sealed record JudgedRequest(RouteRequest Request, SubmitOptions Options, PreflightResult? Found, WanTask? Held, BilledForecast Billed)
{
    /// <summary>What that would cost; null where the profile names no price list.</summary>
    public WanCost? Cost { get; init; }

    /// <summary>That the price list has no amount for it, for whoever is deciding; null where it has, and where none is named.</summary>
    public SubmitWarning? Unpriced => Cost is { Reason: { } reason } && Held is null ? new SubmitWarning("billing.price", $"No amount can be shown: {reason}.") : null;

    /// <summary>What the user is to know before anything is sent.</summary>
    public IReadOnlyList<SubmitWarning> Warnings => WarningsOf(Held is not null);

    /// <summary>Says in a dry run what a submit would say: that nothing was checked.</summary>
    public void Rehearse(IStepLog log) => PreflightGate.Admit(Request, VerdictOf(Held is not null), log);

    /// <summary>The verdict for a job that is handed out, or for one that is sent.</summary>
    public PreflightResult? VerdictOf(bool isHandedOut) => isHandedOut ? Found?.ForHandedOut() : Found;

    /// <summary>The warnings that go with it.</summary>
    public IReadOnlyList<SubmitWarning> WarningsOf(bool isHandedOut) => PreflightGate.Warnings(VerdictOf(isHandedOut), Options.JobKey);
}
