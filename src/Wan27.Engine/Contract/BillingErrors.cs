namespace Wan27.Engine.Contract;

/// <summary>Errors of the boundary Billing that are found here: price lists, budgets and bills.</summary>
internal static class BillingErrors
{
    private static readonly LocalErrors Errors = LocalErrors.Of(WanBoundary.Billing);

    public static WanException BillColumnsUnknown(string path, string why) => Errors.Make([("path", path), ("why", why)]);

    public static WanException BillInvalid(string path, string problems, Exception? inner = null) => Errors.Make([("path", path), ("problems", problems)], inner);

    public static WanException BillUnreadable(string path, string why, Exception? inner = null) => Errors.Make([("path", path), ("why", why)], inner);

    public static WanException BudgetInvalid(string why) => Errors.Make([("why", why)]);

    public static WanException BudgetInvalidOfRun(string why) => Errors.Make([("why", why)]);

    public static WanException BudgetReached(string whose, string spent, string inFlight, string asked, string limit, string frees, string raise)
        => Errors.Make([("whose", whose), ("spent", spent), ("inFlight", inFlight), ("asked", asked), ("limit", limit), ("frees", frees), ("raise", raise)]);

    public static WanException BudgetUnjudged(string whose, string limit, string why, Exception? inner = null) => Errors.Make([("whose", whose), ("limit", limit), ("why", why)], inner);

    public static WanException BudgetUnjudgedOfUnits(string whose, string limit, string why, string now) => Errors.Make([("whose", whose), ("limit", limit), ("why", why), ("now", now)]);

    public static WanException PriceListInvalid(string path, string problems) => Errors.Make([("path", path), ("problems", problems)]);

    public static WanException PriceListNotNamed(string whose) => Errors.Make([("whose", whose)]);

    public static WanException PriceListUnwritable(string path, string why, Exception inner) => Errors.Make([("path", path), ("why", why)], inner);

    public static WanException UnknownCurrency(string currency) => Errors.Make([("currency", currency)]);

    public static WanException PriceListUnreadable(string path, string why, Exception? inner = null) => Errors.Make([("path", path), ("why", why)], inner);
}
