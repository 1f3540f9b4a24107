namespace Wan27.Engine.Contract;

/// <summary>Errors of the boundary Billing that are found here: price lists, budgets and bills.</summary>
internal static class BillingErrors
{
    private static readonly LocalErrors Errors = LocalErrors.Of(WanBoundary.Billing);

    public static WanException PriceListInvalid(string path, string problems) => Errors.Make([("path", path), ("problems", problems)]);

    public static WanException PriceListUnreadable(string path, string why, Exception? inner = null) => Errors.Make([("path", path), ("why", why)], inner);
}
