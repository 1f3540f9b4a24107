using System.Globalization;
using Wan27.Engine.Contract;
using Wan27.Engine.Usage.Prices;

namespace Wan27.Engine.Usage.Budgets;

/// <summary>Reads budgets as they are written: a table of texts.</summary>
internal static class BudgetForm
{
    private const string OwnRun = "run-";
    private const int LongestName = 64;

    private static readonly string[] Names = ["Amount", "Currency", "Seconds", "Pictures", "Per", "From", "Run"];
    private static readonly string[] Limits = ["Amount", "Seconds", "Pictures"];
    private static readonly string[] Days = ["yyyy-MM-dd", "yyyy-MM-dd HH:mm", "yyyy-MM-ddTHH:mm", "yyyy-MM-dd HH:mm:ss", "yyyy-MM-ddTHH:mm:ss"];
    private static readonly string[] Moments = ["yyyy-MM-dd HH:mm zzz", "yyyy-MM-ddTHH:mm:ssK", "yyyy-MM-ddTHH:mm:ss.FFFFFFFK"];

    /// <summary>The budget of a profile.</summary>
    /// <exception cref="WanException"><c>Wan.Billing.BudgetInvalid</c>.</exception>
    public static WanBudget OfProfile(IReadOnlyDictionary<string, string?> table)
    {
        var budget = Read(table, BillingErrors.BudgetInvalid);
        return budget.Run is not null ? throw BillingErrors.BudgetInvalid("it has a Run, which only the budget of a run has.")
            : budget.Per is null ? throw BillingErrors.BudgetInvalid($"it has no Per, which is one of {string.Join(", ", Enum.GetNames<WanBudgetPeriod>())}.")
            : budget;
    }

    /// <summary>The budget of a run, which gets a name of its own where it has none.</summary>
    /// <exception cref="WanException"><c>Wan.Billing.BudgetInvalid</c>.</exception>
    public static WanBudget OfRun(IReadOnlyDictionary<string, string?> table)
    {
        var budget = Read(table, BillingErrors.BudgetInvalidOfRun);
        return budget.Per is not null ? throw BillingErrors.BudgetInvalidOfRun("it has a Per; the budget of a run holds for the run, that of a profile for a period.")
            : budget.Run?.StartsWith(OwnRun, StringComparison.OrdinalIgnoreCase) == true && !IsOwnRun(budget) ? throw BillingErrors.BudgetInvalidOfRun($"names of runs do not begin with '{OwnRun}'.")
            : budget with { Run = budget.Run ?? NewRun() };
    }

    /// <summary>A name that no other run has.</summary>
    public static string NewRun() => OwnRun + Guid.NewGuid().ToString("N");

    /// <summary>True for a run that nobody has named.</summary>
    public static bool IsOwnRun(WanBudget budget) => budget.Run is { Length: 36 } run && run.StartsWith(OwnRun, StringComparison.Ordinal) && Guid.TryParseExact(run[OwnRun.Length..], "N", out _);

    private static WanBudget Read(IReadOnlyDictionary<string, string?> table, Func<string, WanException> refuse)
    {
        if (table.Keys.FirstOrDefault(key => !Names.Contains(key, StringComparer.OrdinalIgnoreCase)) is { } unknown)
        {
            throw refuse($"there is no '{unknown}'; it has {string.Join(", ", Names)}.");
        }

        var texts = table.Where(static pair => !string.IsNullOrWhiteSpace(pair.Value)).ToDictionary(static pair => pair.Key, static pair => pair.Value!.Trim(), StringComparer.OrdinalIgnoreCase);
        string[] limits = [.. Limits.Where(texts.ContainsKey)];
        if (limits.Length != 1)
        {
            throw refuse(limits.Length == 0 ? "it has none of Amount, Seconds and Pictures." : $"it has {string.Join(" and ", limits)}; one of them is limited at a time.");
        }

        var currency = texts.GetValueOrDefault("Currency")?.ToUpperInvariant();
        if (limits[0] == "Amount" ? currency is null : currency is not null)
        {
            throw refuse(currency is null ? "its Amount has no Currency." : "it has a Currency, but no Amount.");
        }

        if (currency is not null && !Currencies.IsKnown(currency))
        {
            throw refuse($"its Currency is '{currency}', which is no code of ISO 4217 such as USD or CNY.");
        }

        return new WanBudget
        {
            Amount = Number("Amount"),
            Currency = currency,
            Seconds = Number("Seconds"),
            Pictures = Number("Pictures"),
            Per = texts.GetValueOrDefault("Per") is { } per ? Period(per) : null,
            From = texts.GetValueOrDefault("From") is { } from ? Moment(from) : null,
            Run = texts.GetValueOrDefault("Run") is { } run ? Name(run) : null,
        };

        decimal? Number(string name)
        {
            if (!texts.TryGetValue(name, out var text))
            {
                return null;
            }

            return !decimal.TryParse(text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent, CultureInfo.InvariantCulture, out var number) ? throw refuse($"its {name} is '{text}', which is no number such as 12.50.")
                : number < 0 ? throw refuse($"its {name} is {text}, which is less than nothing.")
                : name == "Pictures" && decimal.Truncate(number) != number ? throw refuse($"its Pictures are {text}, which is no whole number.")
                : number;
        }

        WanBudgetPeriod Period(string text)
            => Enum.GetNames<WanBudgetPeriod>().Contains(text, StringComparer.OrdinalIgnoreCase)
                ? Enum.Parse<WanBudgetPeriod>(text, ignoreCase: true)
                : throw refuse($"its Per is '{text}', which is none of {string.Join(", ", Enum.GetNames<WanBudgetPeriod>())}.");

        DateTimeOffset Moment(string text)
            => DateTimeOffset.TryParseExact(text, Days, CultureInfo.InvariantCulture, DateTimeStyles.AssumeLocal, out var day) ? day
                : DateTimeOffset.TryParseExact(text, Moments, CultureInfo.InvariantCulture, DateTimeStyles.AssumeLocal, out var moment) ? moment
                : throw refuse($"its From is '{text}'; write it as 2026-11-30 or 2026-11-30 14:00.");

        string Name(string text) => text.Length <= LongestName ? text : throw refuse($"the name of its run is longer than {LongestName} characters.");
    }
}
