using System.Globalization;
using Wan27.Engine.Contract;
using Wan27.Engine.Routes;
using Wan27.Engine.Tasks.Journal;
using Wan27.Engine.Usage.Prices;

namespace Wan27.Engine.Usage.Bills;

/// <summary>Holds a bill against the ledger: by ids where the bill has them, what is left by model, day and unit.</summary>
/// <param name="bill">The bill.</param>
/// <param name="ledger">Rows of the provider, from some time before the period to some time after it.</param>
/// <param name="provider">Who carries the routes.</param>
/// <param name="since">The first moment of the period; null where it is not known.</param>
/// <param name="until">The moment that ends it.</param>
/// <param name="tolerance">By how much amounts may differ.</param>
/// <param name="priceOf">The price list of a profile; null where it has none that can be used.</param>
internal sealed class BillMatcher(Bill bill, IReadOnlyList<LedgerRow> ledger, ProviderEntry provider, DateTimeOffset? since, DateTimeOffset? until, decimal tolerance, Func<string, PriceBook?> priceOf)
{
    private const double Grain = 0.0005;

    private readonly BillDays _days = new(bill.Zone, culture: null);
    private readonly Dictionary<PriceQuestion, (decimal Amount, string Currency)?> _prices = [];
    private readonly SortedSet<string> _warnings = new(StringComparer.Ordinal);

    /// <summary>What must be known of the comparison as a whole.</summary>
    public IReadOnlyCollection<string> Warnings => _warnings;

    /// <summary>Lines of the bill that stand for other products.</summary>
    public int Others { get; private set; }

    /// <summary>Jobs that the bill lacks and need not have.</summary>
    public int Undecided { get; private set; }

    /// <summary>A row for each job, or for each day of a model and unit.</summary>
    public IReadOnlyList<WanBillRow> Rows()
    {
        var models = ledger.Select(static row => row.Model).Concat(ContractData.Current.Of(provider.Name).File.Models.Select(static model => model.Id)).OfType<string>().ToHashSet(StringComparer.OrdinalIgnoreCase);
        var byTask = IndexOf(static row => row.TaskId);
        var byRequest = IndexOf(static row => row.RequestId);
        var found = bill.Lines.Select(line => (Line: line, Row: Find(line, byTask, byRequest))).ToArray();
        var hasIds = bill.Lines.Any(static line => line.HasId);
        var areIdsKnown = found.Any(static pair => pair.Row is not null);
        var canGroup = bill.Lines.Any(static line => line.Model is not null && line.Day is not null);
        if (hasIds && !areIdsKnown && canGroup)
        {
            _warnings.Add("None of the bill's ids is known in the ledger; it is compared by model, day and unit.");
        }

        var rows = new List<WanBillRow>();
        foreach (var group in found.Where(static pair => pair.Row is not null).GroupBy(static pair => pair.Row!))
        {
            rows.Add(OfJob(group.Key, [.. group.Select(static pair => pair.Line)]));
        }

        var matched = found.Select(static pair => pair.Row).OfType<LedgerRow>().Select(static row => row.LocalId).ToHashSet(StringComparer.Ordinal);
        var left = found.Where(static pair => pair.Row is null).Select(static pair => pair.Line).ToArray();
        var foreign = left.Where(line => line.Model is { } model && !models.Contains(model)).ToHashSet();
        Others = foreign.Count;
        left = [.. left.Where(line => !foreign.Contains(line))];
        var grouped = left.Where(line => line.Model is not null && (!line.HasId || !areIdsKnown)).ToArray();
        rows.AddRange(left.Except(grouped).GroupBy(static line => line.TaskId ?? line.RequestId).Select(group => Unknown([.. group])));
        rows.AddRange(ByDay(grouped, matched, areByDay: grouped.Length > 0 || !hasIds));
        if (grouped.Length == 0 && hasIds)
        {
            rows.AddRange(MissingJobs(matched));
        }

        return [.. rows.OrderBy(static row => row.Verdict == WanBillVerdict.Matched).ThenBy(static row => row.Line ?? int.MaxValue).ThenBy(static row => row.Day)];
    }

    private static LedgerRow? Find(BillLine line, Dictionary<string, LedgerRow> byTask, Dictionary<string, LedgerRow> byRequest)
        => (line.TaskId is { } task ? byTask.GetValueOrDefault(task) ?? byRequest.GetValueOrDefault(task) : null)
            ?? (line.RequestId is { } request ? byRequest.GetValueOrDefault(request) ?? byTask.GetValueOrDefault(request) : null);

    private Dictionary<string, LedgerRow> IndexOf(Func<LedgerRow, string?> id)
    {
        var index = new Dictionary<string, LedgerRow>(StringComparer.OrdinalIgnoreCase);
        foreach (var row in ledger)
        {
            if (id(row) is { } key)
            {
                index.TryAdd(key, row);
            }
        }

        return index;
    }

    /// <summary>A job that the bill names.</summary>
    private WanBillRow OfJob(LedgerRow job, BillLine[] lines)
    {
        var (low, high) = RangeOf(job);
        var row = Billed(lines, job.Unit) with
        {
            By = lines[0].TaskId is { } task && string.Equals(task, job.TaskId, StringComparison.OrdinalIgnoreCase) ? "TaskId" : "RequestId",
            TaskId = job.TaskId,
            RequestId = job.RequestId,
            JobKey = job.JobKey,
            Profile = job.Profile,
            Model = job.Model,
            Day = DayOf(_days.DayOf(job.CreatedAt)),
            Jobs = 1,
            LedgerUnits = job.State is LedgerState.Billed or LedgerState.Free ? job.Units ?? 0 : null,
        };
        var notes = new List<string>();
        if (job.State == LedgerState.Free)
        {
            notes.Add("it is free by the ledger, because it came to nothing");
        }
        else if (job.State is LedgerState.Open or LedgerState.Unclear)
        {
            notes.Add(high is null ? "how much it is billed was not known to the ledger" : $"the ledger knew it only as {Number(low)} to {Number(high.Value)}");
        }

        return Judge(row, lines, job.Unit, low, high, Cost([(job, row.LedgerUnits ?? row.BilledUnits)]), notes);
    }

    /// <summary>What both have of a model, day and unit.</summary>
    private IEnumerable<WanBillRow> ByDay(BillLine[] lines, HashSet<string> matched, bool areByDay)
    {
        if (!areByDay)
        {
            yield break;
        }

        var hasDays = lines.Any(static line => line.Day is not null);
        var jobs = ledger.Where(row => !matched.Contains(row.LocalId) && IsInPeriod(row))
            .GroupBy(row => (Model: row.Model?.ToUpperInvariant(), Day: hasDays ? _days.DayOf(row.CreatedAt) : default(DateOnly?), row.Unit))
            .ToDictionary(static group => group.Key, static group => group.ToArray());

        // A bill without units in words has those of the ledger.
        var units = ledger.Where(static row => row.Model is not null).GroupBy(static row => row.Model!.ToUpperInvariant()).ToDictionary(static group => group.Key, static group => group.Select(static row => row.Unit).Distinct().ToArray());
        var groups = lines.GroupBy(line => (Model: line.Model?.ToUpperInvariant(), line.Day, Unit: line.Unit ?? (units.GetValueOrDefault(line.Model?.ToUpperInvariant() ?? string.Empty) is [var only] ? only : string.Empty)));
        var seen = new HashSet<(string?, DateOnly?, string)>();
        foreach (var group in groups)
        {
            seen.Add(group.Key);
            BillLine[] own = [.. group];
            if (!jobs.TryGetValue(group.Key, out var rows) || rows.All(static row => row.State == LedgerState.Free))
            {
                yield return Unknown(own) with { By = "Day", Unit = group.Key.Unit.Length > 0 ? group.Key.Unit : null };
                continue;
            }

            var billed = rows.Where(static row => row.State == LedgerState.Billed).ToArray();
            var open = rows.Where(static row => row.State is LedgerState.Open or LedgerState.Unclear).ToArray();
            var sure = billed.Sum(static row => row.Units ?? 0);
            var most = open.All(static row => row.High is not null) ? sure + open.Sum(static row => row.High!.Value) : default(double?);
            var row = Billed(own, group.Key.Unit) with { By = "Day", Model = own[0].Model, Day = DayOf(group.Key.Day), Jobs = billed.Length + open.Length, LedgerUnits = Math.Round(sure, 6) };
            List<string> notes = open.Length == 0 ? [] : [$"{open.Length.ToString(CultureInfo.InvariantCulture)} of the jobs are under way or unclear{(most is { } up ? $", {Number(up)} at most" : string.Empty)}"];
            yield return Judge(row, own, group.Key.Unit, sure, open.Length == 0 ? sure : most, open.Length == 0 ? Cost(billed.Select(static job => (job, job.Units))) : null, notes);
        }

        foreach (var (key, rows) in jobs.Where(pair => !seen.Contains(pair.Key)).OrderBy(static pair => pair.Key.Day))
        {
            var billed = rows.Where(static row => row is { State: LedgerState.Billed, Units: > 0 }).ToArray();
            Undecided += rows.Count(static row => row.State is LedgerState.Open or LedgerState.Unclear);
            if (billed.Length > 0)
            {
                var cost = Cost(billed.Select(static job => (job, job.Units)));
                yield return new WanBillRow
                {
                    Verdict = WanBillVerdict.MissingInBill,
                    By = "Day",
                    Provider = provider.Name,
                    Owner = provider.Owner,
                    Model = billed[0].Model,
                    Day = DayOf(key.Day),
                    Jobs = billed.Length,
                    Unit = key.Unit,
                    LedgerUnits = Math.Round(billed.Sum(static row => row.Units ?? 0), 6),
                    LedgerAmount = cost?.Amount,
                    Currency = cost?.Currency,
                };
            }
        }
    }

    /// <summary>Jobs of the period that a bill with ids does not name.</summary>
    private IEnumerable<WanBillRow> MissingJobs(HashSet<string> matched)
    {
        if (since is null)
        {
            _warnings.Add("The bill names no times: give -Since and -Until to see which jobs it lacks.");
            yield break;
        }

        foreach (var job in ledger.Where(row => !matched.Contains(row.LocalId) && IsInPeriod(row)))
        {
            if (job.State is LedgerState.Open or LedgerState.Unclear)
            {
                Undecided++;
            }
            else if (job is { State: LedgerState.Billed, Units: > 0 })
            {
                var cost = Cost([(job, job.Units)]);
                yield return new WanBillRow
                {
                    Verdict = WanBillVerdict.MissingInBill,
                    By = job.TaskId is null ? "RequestId" : "TaskId",
                    Provider = provider.Name,
                    Owner = provider.Owner,
                    TaskId = job.TaskId,
                    RequestId = job.RequestId,
                    JobKey = job.JobKey,
                    Profile = job.Profile,
                    Model = job.Model,
                    Day = DayOf(_days.DayOf(job.CreatedAt)),
                    Jobs = 1,
                    Unit = job.Unit,
                    LedgerUnits = job.Units,
                    LedgerAmount = cost?.Amount,
                    Currency = cost?.Currency,
                };
            }
        }
    }

    /// <summary>What only the bill has.</summary>
    private WanBillRow Unknown(BillLine[] lines) => Billed(lines, lines[0].Unit) with
    {
        Verdict = WanBillVerdict.MissingInLedger,
        By = lines[0].TaskId is not null ? "TaskId" : lines[0].RequestId is not null ? "RequestId" : "Day",
        TaskId = lines[0].TaskId,
        RequestId = lines[0].RequestId,
        Model = lines[0].Model,
        Day = DayOf(lines[0].Day),
    };

    private WanBillRow Billed(BillLine[] lines, string? unit)
    {
        var currencies = lines.Where(static line => line.Amount is not null).Select(static line => line.Currency).Distinct().ToArray();
        return new WanBillRow
        {
            By = string.Empty,
            Provider = provider.Name,
            Owner = provider.Owner,
            Lines = lines.Length,
            Line = lines[0].Number,
            Unit = unit,
            BilledUnits = lines.All(static line => line.Units is null) ? null : Math.Round(lines.Sum(static line => line.Units ?? 0), 6),
            BilledAmount = currencies.Length == 1 ? lines.Sum(static line => line.Amount ?? 0) : null,
            Currency = currencies.Length == 1 ? currencies[0] : null,
        };
    }

    private WanBillRow Judge(WanBillRow row, BillLine[] lines, string unit, double low, double? high, (decimal Amount, string Currency)? cost, List<string> notes)
    {
        var differs = new List<string>();
        var isCompared = false;
        if (lines.Select(static line => line.Unit).OfType<string>().FirstOrDefault(word => word != unit) is { } other)
        {
            differs.Add($"the bill counts in '{other}', the ledger by the {unit}");
        }
        else if (row.BilledUnits is { } units)
        {
            isCompared = high is not null || units < low - Grain;
            if (units < low - Grain || units > (high ?? double.MaxValue) + Grain)
            {
                differs.Add($"the bill counts {Number(units)}, the ledger {(low == high || high is null ? Number(low) : $"{Number(low)} to {Number(high.Value)}")}");
            }
        }

        if (row.BilledAmount is null && lines.Any(static line => line.Amount is not null))
        {
            differs.Add("the bill has its amount in several currencies");
        }
        else if (row.BilledAmount is { } amount)
        {
            if (low == 0 && high is 0 && amount != 0)
            {
                isCompared = true;
                differs.Add($"the bill asks {Number((double)amount)} for it");
            }
            else if (cost is { } price && row.Currency is not null && row.Currency != price.Currency)
            {
                differs.Add($"the bill is in {row.Currency}, the price list in {price.Currency}");
            }
            else if (cost is { } expected)
            {
                isCompared = true;
                row = row with { LedgerAmount = expected.Amount, Currency = row.Currency ?? expected.Currency };
                if (Math.Abs(amount - expected.Amount) > tolerance)
                {
                    differs.Add(string.Create(CultureInfo.InvariantCulture, $"the bill asks {amount:0.######}, by the price list it is {expected.Amount:0.######}"));
                }
            }
        }

        if (!isCompared && differs.Count == 0)
        {
            notes.Add("only that both have it could be compared");
        }

        var note = string.Join("; ", differs.Concat(notes));
        return row with { Verdict = differs.Count > 0 ? WanBillVerdict.Different : WanBillVerdict.Matched, Note = note.Length > 0 ? note : null };
    }

    /// <summary>What jobs cost by the price lists of their profiles; null unless all have a price in one currency.</summary>
    private (decimal Amount, string Currency)? Cost(IEnumerable<(LedgerRow Job, double? Units)> jobs)
    {
        var (amount, currency) = (0m, default(string));
        foreach (var (job, units) in jobs)
        {
            if (units is not { } number || PriceOf(job) is not { } price || (currency is not null && currency != price.Currency))
            {
                return null;
            }

            (amount, currency) = (amount + price.Amount * (decimal)number, price.Currency);
        }

        return currency is null ? null : (amount, currency);
    }

    private (decimal Amount, string Currency)? PriceOf(LedgerRow job)
    {
        if (priceOf(job.Profile ?? string.Empty) is not { } book)
        {
            return null;
        }

        var question = new PriceQuestion { Provider = job.Provider ?? string.Empty, Route = job.Route, Model = job.Model, Region = job.Region, Tier = job.Tier, Unit = job.Unit, Day = DateOnly.FromDateTime(job.CreatedAt.LocalDateTime) };
        if (!_prices.TryGetValue(question, out var price))
        {
            var answer = book.Find(question);
            price = answer.Row is { } row ? (row.Amount, row.Currency) : null;
            _prices[question] = price;
            if (answer.Problem is { } problem)
            {
                _warnings.Add($"No amount: {problem}.");
            }
        }

        return price;
    }

    private static (double Low, double? High) RangeOf(LedgerRow job) => job.State switch
    {
        LedgerState.Billed => (job.Units ?? 0, job.Units ?? 0),
        LedgerState.Free => (0, 0),
        _ => (0, job.High),
    };

    private bool IsInPeriod(LedgerRow row) => (since is null || row.CreatedAt >= since) && (until is null || row.CreatedAt < until);

    private static DateTime? DayOf(DateOnly? day) => day?.ToDateTime(TimeOnly.MinValue);

    private static string Number(double value) => value.ToString("0.######", CultureInfo.InvariantCulture);
}
