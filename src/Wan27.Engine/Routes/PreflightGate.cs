using Wan27.Engine.Contract;
using Wan27.Engine.Media;
using Wan27.Engine.Providers;

namespace Wan27.Engine.Routes;

/// <summary>Stops a record that local checks can prove wrong, with all findings in one error.</summary>
internal static class PreflightGate
{
    /// <summary>Stops a wrong record, and tells what is to be known of a right one: what costs money as a warning, the rest in the details.</summary>
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
        foreach (var warning in result.Checks.Where(static check => check.Status == WanCheckStatus.Warning))
        {
            if (warning.ConcernsBilling)
            {
                log.Warning(warning.ToString());
            }
            else
            {
                log.Verbose(warning.ToString());
            }
        }
    }

    public static void Ensure(RouteRequest request, IReadOnlyList<WanCheck> checks)
    {
        var stops = checks.Where(static check => check.Status == WanCheckStatus.Failed || check.Blocking).ToArray();
        if (stops.Length == 0)
        {
            return;
        }

        var message = stops.Length == 1
            ? $"Not submitted: {stops[0].Message}"
            : $"Not submitted, {stops.Length} findings:{string.Concat(stops.Select(static check => $"{Environment.NewLine}  - {check}"))}{Environment.NewLine}";
        var boundary = stops.All(IsOfMedia) ? WanBoundary.Media : WanBoundary.Route;
        var error = ErrorFactory.Local(boundary, "PreflightFailed", message, stops.Length == 1 ? stops[0].Fix : "Mend the findings; nothing was sent and nothing is billed.").Error;
        throw new WanException(error) { Checks = stops };
    }

    private static bool IsOfMedia(WanCheck check)
        => MediaRole.All.Any(role => check.Rule.StartsWith($"{role.Group}.", StringComparison.Ordinal));
}
