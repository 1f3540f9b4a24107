using Wan27.Engine.Contract;
using Wan27.Engine.Routes;

namespace Wan27.Engine.Usage.Prices;

/// <summary>Puts a price to what a job will be billed, where there is one that can be trusted.</summary>
internal static class CostEstimate
{
    /// <summary>The cost of a job.</summary>
    /// <param name="forecast">Its units.</param>
    /// <param name="question">Whose price is asked, with the unit of the forecast.</param>
    /// <param name="book">The list; null where it cannot be used.</param>
    /// <param name="problem">Why it cannot.</param>
    public static WanCost Of(BilledForecast forecast, PriceQuestion question, PriceBook? book, string? problem)
    {
        var cost = new WanCost
        {
            Provider = question.Provider,
            Owner = ContractData.Current.FindProvider(question.Provider)?.Owner,
            Unit = forecast.Unit,
            UnitsLow = forecast.Low,
            UnitsHigh = forecast.High,
        };
        if (book is null)
        {
            return cost with { Reason = problem };
        }

        if (forecast is not { Low: { } low, High: { } high })
        {
            return cost with { Reason = $"{cost.Owner} does not say what it bills by" };
        }

        var answer = book.Find(question);
        return answer.Row is { } row
            ? cost with
            {
                AmountLow = row.Amount * (decimal)low,
                AmountHigh = row.Amount * (decimal)high,
                Currency = row.Currency,
                Price = row.Amount,
                Source = row.Source,
                Checked = row.Checked.ToDateTime(TimeOnly.MinValue),
            }
            : cost with { Reason = answer.Problem };
    }
}
