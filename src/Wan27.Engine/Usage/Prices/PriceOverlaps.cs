using Wan27.Engine.Contract;

namespace Wan27.Engine.Usage.Prices;

/// <summary>Rows that would both answer the same question.</summary>
internal static class PriceOverlaps
{
    public static IEnumerable<PriceFinding> Of(IReadOnlyList<PriceRow> rows)
        => from provider in rows.GroupBy(static row => (row.Provider, row.Unit, row.Rank))
           let list = provider.ToArray()
           from later in Enumerable.Range(1, Math.Max(0, list.Length - 1))
           from earlier in Enumerable.Range(0, later)
           where Clash(list[earlier], list[later])
           select new PriceFinding(
               "Overlap", WanCheckStatus.Failed, list[later].Place, $"{list[later].Place} and {list[earlier].Place} both hold for {list[later].Scope}.",
               "Leave one, end the earlier one before the later one begins, or say more of what one is for.");

    /// <summary>Rows of the same rank, so that neither goes before the other.</summary>
    private static bool Clash(PriceRow one, PriceRow other)
        => Same(one.Route, other.Route) && Same(one.Region, other.Region) && Same(one.Tier, other.Tier)
            && !(one.To < other.From) && !(other.To < one.From)
            && (Same(one.Model, other.Model)
                || ((one.IsPattern || other.IsPattern) && ContractData.Current.Of(one.Provider).File.Models.Any(model => one.FitsModel(model.Id) && other.FitsModel(model.Id))));

    private static bool Same(string? one, string? other) => string.Equals(one, other, StringComparison.OrdinalIgnoreCase);
}
