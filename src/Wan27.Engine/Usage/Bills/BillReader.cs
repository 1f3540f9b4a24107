using System.Globalization;
using System.Text.Json;
using Wan27.Engine.Contract;
using Wan27.Engine.Usage.Prices;
using Wan27.Engine.Usage.Tables;

namespace Wan27.Engine.Usage.Bills;

/// <summary>Reads a bill by a map of its columns. What cannot be read with certainty makes the whole bill unread: a line that was passed over might be the one that differs.</summary>
internal sealed class BillReader
{
    private const int ProblemsTold = 3;

    private static readonly string[] Fields = ["TaskId", "RequestId", "Time", "Model", "Units", "Unit", "Amount", "Currency"];

    private static readonly string[] Numeric = ["Units", "Amount"];

    private readonly BillQuestion _question;
    private readonly CsvTable _table;
    private readonly BillForm? _form;
    private readonly Dictionary<string, string> _columns = new(StringComparer.OrdinalIgnoreCase);
    private readonly List<string> _problems = [];

    private BillReader(BillQuestion question, CsvTable table)
    {
        (_question, _table) = (question, table);
        _form = BillData.Current.FormOf(table.Columns);
    }

    /// <summary>Reads a bill.</summary>
    /// <exception cref="WanException"><c>Wan.Billing.BillUnreadable</c>, <c>BillColumnsUnknown</c> or <c>BillInvalid</c>.</exception>
    public static Bill Read(BillQuestion question)
    {
        CsvTable table;
        try
        {
            table = CsvTable.Read(TextFile.Read(question.FilePath));
        }
        catch (Exception unread) when (unread is IOException or UnauthorizedAccessException or InvalidDataException or ArgumentException or JsonException)
        {
            throw BillingErrors.BillUnreadable(question.FilePath, unread is FileNotFoundException or DirectoryNotFoundException ? "there is no such file." : $"{unread.Message.TrimEnd('.')}.", unread);
        }

        return new BillReader(question, table).Read();
    }

    private Bill Read()
    {
        MapColumns();
        var culture = _question.Culture is { } name ? CultureOf(name) : null;
        var zone = ZoneOf();
        var days = new BillDays(zone, culture);
        var (used, totals, others) = (new List<CsvLine>(), 0, 0);
        foreach (var line in _table.Lines)
        {
            if (IsTotal(line))
            {
                totals++;
            }
            else if (_form?.Only is { } only && !string.Equals(line[only.Column], only.Value, StringComparison.OrdinalIgnoreCase))
            {
                others++;
            }
            else
            {
                used.Add(line);
            }
        }

        var numbers = BillNumbers.Of(used.SelectMany(line => Numeric.Select(field => (line.Number, Text: Cell(line, field))).Where(static cell => cell.Text is not null).Select(static cell => (cell.Number, cell.Text!))), _table.Separator, culture, _problems.Add);
        var lines = _problems.Count > 0 ? [] : used.Select(line => ReadLine(line, numbers, days)).ToArray();
        if (_problems.Count > 0)
        {
            var more = _problems.Count > ProblemsTold ? $" ({_problems.Count - ProblemsTold} more)" : string.Empty;
            throw BillingErrors.BillInvalid(_question.FilePath, string.Join(" ", _problems.Take(ProblemsTold)) + more);
        }

        return new Bill(lines, totals, others, _form, zone);
    }

    private void MapColumns()
    {
        if (_question.Map.Keys.FirstOrDefault(static key => !Fields.Contains(key, StringComparer.OrdinalIgnoreCase)) is { } unknown)
        {
            throw BillingErrors.BillColumnsUnknown(_question.FilePath, $"there is no field '{unknown}'; the fields are {string.Join(", ", Fields)}.");
        }

        var map = new Dictionary<string, string?>(_question.Map, StringComparer.OrdinalIgnoreCase);
        foreach (var field in Fields)
        {
            var given = map.TryGetValue(field, out var named);
            var column = given ? named?.Trim() : _form is not null ? _form.Columns.GetValueOrDefault(field) : _table.Columns.FirstOrDefault(name => name.Equals(field, StringComparison.OrdinalIgnoreCase));
            if (string.IsNullOrEmpty(column))
            {
                continue;
            }

            // What is the same in every line may stand in no column at all.
            if (column[0] != '=' && !_table.Columns.Contains(column, StringComparer.OrdinalIgnoreCase))
            {
                if (given)
                {
                    throw BillingErrors.BillColumnsUnknown(_question.FilePath, $"it has no column '{column}'; its columns are {string.Join(", ", _table.Columns.Where(static name => name.Length > 0))}.");
                }

                continue;
            }

            _columns[field] = column;
        }

        var hasId = _columns.ContainsKey("TaskId") || _columns.ContainsKey("RequestId");
        if ((!hasId && !_columns.ContainsKey("Model")) || (!_columns.ContainsKey("Units") && !_columns.ContainsKey("Amount")))
        {
            throw BillingErrors.BillColumnsUnknown(
                _question.FilePath,
                $"it is none of the public forms ({string.Join(", ", BillData.Current.Forms.Select(static form => form.Name))}), and no column is known for {(hasId || _columns.ContainsKey("Model") ? "Units or Amount" : "TaskId, RequestId or Model")}; its columns are {string.Join(", ", _table.Columns.Where(static name => name.Length > 0))}.");
        }
    }

    private bool IsTotal(CsvLine line)
    {
        if (line.Cells.Any(BillData.Current.IsTotal))
        {
            return true;
        }

        // A sum without a word has neither an id nor a day nor a model.
        return Cell(line, "TaskId") is null && Cell(line, "RequestId") is null && (Column("Time") is null || Cell(line, "Time") is null) && (Column("Model") is null || Cell(line, "Model") is null);
    }

    private BillLine ReadLine(CsvLine line, BillNumbers numbers, BillDays days)
    {
        var amountText = Cell(line, "Amount");
        var unitText = Cell(line, "Unit");
        var unit = unitText is null ? null : BillData.Current.UnitOf(unitText);
        var currency = Cell(line, "Currency")?.ToUpperInvariant() ?? (amountText is null ? null : BillNumbers.CurrencyIn(amountText));
        if (currency is not null && !Currencies.IsKnown(currency))
        {
            Fail(line, $"the currency is '{currency}'");
        }

        var units = Number(line, "Units", numbers);
        var model = Cell(line, "Model");
        var day = Cell(line, "Time") is { } time ? days.Read(time) : null;
        if (day is null && Cell(line, "Time") is { } unread)
        {
            Fail(line, $"'{unread}' is no day that is written with the year first; say with -Culture how dates are written");
        }
        else if (day is null && Column("Time") is not null && Cell(line, "TaskId") is null && Cell(line, "RequestId") is null)
        {
            Fail(line, "it has neither an id nor a time");
        }

        return new BillLine(line.Number)
        {
            TaskId = Cell(line, "TaskId"),
            RequestId = Cell(line, "RequestId"),
            Day = day,
            Model = model is null ? null : ModelOf(model),
            Units = units is { } number ? (double)number * (unit?.Factor ?? 1) : null,
            Unit = unit?.Unit ?? unitText,
            Amount = Number(line, "Amount", numbers),
            Currency = currency,
        };
    }

    /// <summary>The id that a bill's word for a model stands for.</summary>
    private string ModelOf(string word)
        => _question.Models.Where(pair => pair.Value is not null && PricePattern.Fits(pair.Key, word)).Select(static pair => pair.Value!.Trim()).FirstOrDefault() ?? word;

    private decimal? Number(CsvLine line, string field, BillNumbers numbers)
    {
        if (Cell(line, field) is not { } text)
        {
            return null;
        }

        var number = numbers.Read(text);
        if (number is null)
        {
            Fail(line, $"'{text}' is no number");
        }

        return number;
    }

    private string? Column(string field) => _columns.GetValueOrDefault(field);

    private string? Cell(CsvLine line, string field)
        => Column(field) is not { } column ? null : column[0] == '=' ? column[1..].Trim() : line[column];

    private void Fail(CsvLine line, string what) => _problems.Add($"Line {line.Number.ToString(CultureInfo.InvariantCulture)}: {what}.");

    private CultureInfo CultureOf(string name)
    {
        try
        {
            return CultureInfo.GetCultureInfo(name, predefinedOnly: true);
        }
        catch (CultureNotFoundException unknown)
        {
            throw BillingErrors.BillInvalid(_question.FilePath, $"'{name}' is no culture, such as en-US or de-DE.", unknown);
        }
    }

    private TimeZoneInfo ZoneOf()
        => _question.Zone is not { } name ? (_form?.Zone is { } own ? BillDays.ZoneOf(own)! : TimeZoneInfo.Local)
            : BillDays.ZoneOf(name) ?? throw BillingErrors.BillInvalid(_question.FilePath, $"'{name}' is no time zone, such as UTC, +08:00 or Asia/Shanghai.");
}
