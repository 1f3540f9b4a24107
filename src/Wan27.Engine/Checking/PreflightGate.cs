using Wan27.Engine.Contract;
using Wan27.Engine.Providers;
using Wan27.Engine.Routes;

namespace Wan27.Engine.Checking;

/// <summary>Stops a record that local checks can prove wrong, with all findings in one error.</summary>
internal static class PreflightGate
{
    /// <summary>Stops a wrong record; says so when nothing was checked.</summary>
    /// <param name="request">The record's request.</param>
    /// <param name="result">What the checks found; null when the user asked to skip them.</param>
    /// <param name="log">Where it is told.</param>
    public static void Admit(RouteRequest request, PreflightResult? result, IStepLog log)
    {
        if (result is null)
        {
            log.Warning($"The local checks of {string.Join(", ", request.Media.Select(static part => part.Type).Distinct().Prepend("model, prompt, options"))} were skipped: what is wrong is only found out by the service.");
            return;
        }

        Ensure(request, result.Checks);
    }

    /// <summary>What is to be known of a job that will be sent, one text for each kind, in the order of the checks.</summary>
    /// <param name="result">What the checks found; null when the user asked to skip them.</param>
    /// <param name="jobKey">The user's own name for the job, which is no part of the request.</param>
    public static IReadOnlyList<SubmitWarning> Warnings(PreflightResult? result, string? jobKey)
        => [.. (result?.Checks ?? [])
            .Append(MisreadText.Check("JobKey", jobKey))
            .OfType<WanCheck>()
            .Where(static check => check.Status == WanCheckStatus.Warning)
            .GroupBy(static check => check.Rule, StringComparer.Ordinal)
            .Select(static kind => new SubmitWarning(kind.Key, string.Join(' ', kind.Select(static check => check.Message).Concat(kind.Select(static check => check.Fix).OfType<string>()).Distinct())))];

    public static void Ensure(RouteRequest request, IReadOnlyList<WanCheck> checks)
    {
        var stops = checks.Where(static check => check.Status == WanCheckStatus.Failed || check.Blocking).ToArray();
        if (stops.Length == 0)
        {
            return;
        }

        var isOfMedia = stops.All(IsOfMedia);

        // A file that is not there, or a text that is too long, may be nothing but misread.
        stops = [.. stops, .. checks.Where(static check => check is { Rule: MisreadText.Rule, Blocking: false })];
        throw new WanException((stops is [var only] ? Refuse(only, isOfMedia) : Refuse(stops, isOfMedia)).Error) { Checks = stops };
    }

    private static WanException Refuse(WanCheck stop, bool isOfMedia)
        => isOfMedia ? MediaErrors.PreflightFailed(stop.Message, stop.Fix) : RouteErrors.PreflightFailed(stop.Message, stop.Fix);

    private static WanException Refuse(WanCheck[] stops, bool isOfMedia)
    {
        var findings = $"{string.Concat(stops.Select(static check => $"{Environment.NewLine}  - {check}"))}{Environment.NewLine}";
        return isOfMedia ? MediaErrors.PreflightFailedInMany(stops.Length, findings) : RouteErrors.PreflightFailedInMany(stops.Length, findings);
    }

    private static bool IsOfMedia(WanCheck check)
        => RouteCatalogue.All.SelectMany(static route => route.Roles).Any(role => check.Rule.StartsWith($"{role.Group}.", StringComparison.Ordinal));
}
