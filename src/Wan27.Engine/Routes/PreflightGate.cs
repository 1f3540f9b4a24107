using Wan27.Engine.Contract;

namespace Wan27.Engine.Routes;

/// <summary>Stops a record that local checks can prove wrong, with all findings in one error.</summary>
internal static class PreflightGate
{
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
        var boundary = stops.All(static check => check.Rule.EndsWith(".file", StringComparison.Ordinal)) ? WanBoundary.Media : WanBoundary.Route;
        var error = ErrorFactory.Local(boundary, "PreflightFailed", message, stops.Length == 1 ? stops[0].Fix : "Mend the findings; nothing was sent and nothing is billed.").Error;
        throw new WanException(error) { Checks = stops };
    }
}
