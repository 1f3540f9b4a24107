namespace Wan27.Engine.Contract;

/// <summary>Errors of the boundary Quota that are found here. Rates.</summary>
internal static class QuotaErrors
{
    private static readonly LocalErrors Errors = LocalErrors.Of(WanBoundary.Quota);

    public static WanException RateOutOfRange(string reason) => Errors.Make([("reason", reason)]);
}
