using System.Text.Json;
using Wan27.Engine.Contract;
using Wan27.Engine.Usage.Tables;

namespace Wan27.Engine.Usage.Prices;

/// <summary>
/// A list of prices that the user keeps: a JSON array of rows (or an object with the array <c>prices</c>), or a CSV file with the same names as
/// columns. A list with one wrong row is wrong as a whole: whoever shows amounts must not pass over the row that would have counted.
/// </summary>
internal sealed class PriceList
{
    private const int ProblemsTold = 3;

    private PriceList(string path, IReadOnlyList<PriceRow> rows, IReadOnlyList<PriceFinding> problems) => (FilePath, Rows, Problems) = (path, rows, problems);

    public string FilePath { get; }

    /// <summary>The rows that could be read.</summary>
    public IReadOnlyList<PriceRow> Rows { get; }

    /// <summary>Why the list cannot be used; none for a good one.</summary>
    public IReadOnlyList<PriceFinding> Problems { get; }

    /// <summary>Reads a list.</summary>
    /// <exception cref="WanException"><c>Wan.Billing.PriceListUnreadable</c>: there is no such file, or it is no list at all.</exception>
    public static PriceList Read(string path)
    {
        var problems = new List<PriceFinding>();
        IReadOnlyList<PriceFields> fields;
        try
        {
            var text = TextFile.Read(path);
            fields = text.AsSpan().TrimStart() is ['[' or '{', ..] ? OfJson(text, problems) : OfCsv(text, problems);
        }
        catch (Exception unread) when (unread is IOException or UnauthorizedAccessException or InvalidDataException or JsonException or ArgumentException)
        {
            throw BillingErrors.PriceListUnreadable(path, unread is FileNotFoundException or DirectoryNotFoundException ? "there is no such file." : $"{unread.Message.TrimEnd('.')}.", unread);
        }

        PriceRow[] rows = [.. fields.Select(row => row.Read(problems)).OfType<PriceRow>()];
        problems.AddRange(PriceOverlaps.Of(rows));
        return new PriceList(path, rows, problems);
    }

    /// <summary>The list to ask for prices.</summary>
    /// <param name="today">The day of now.</param>
    /// <param name="days">For how many days a row may be trusted.</param>
    /// <exception cref="WanException"><c>Wan.Billing.PriceListInvalid</c>: something is wrong with it.</exception>
    public PriceBook Open(DateOnly today, int days)
    {
        if (Problems.Count > 0)
        {
            var more = Problems.Count > ProblemsTold ? $" ({Problems.Count - ProblemsTold} more)" : string.Empty;
            throw BillingErrors.PriceListInvalid(FilePath, string.Join(" ", Problems.Take(ProblemsTold).Select(static problem => problem.Detail)) + more);
        }

        return new PriceBook(FilePath, Rows, today, days);
    }

    private static List<PriceFields> OfJson(string text, List<PriceFinding> problems)
    {
        using var document = JsonDocument.Parse(text, new JsonDocumentOptions { AllowTrailingCommas = true, CommentHandling = JsonCommentHandling.Skip });
        var root = document.RootElement;
        var list = root.ValueKind == JsonValueKind.Object && root.TryGetProperty("prices", out var inner) ? inner : root;
        if (list.ValueKind != JsonValueKind.Array)
        {
            throw new InvalidDataException("it holds no array of rows, and no object with the array 'prices'");
        }

        var (rows, number) = (new List<PriceFields>(), 0);
        foreach (var item in list.EnumerateArray())
        {
            var place = $"row {++number}";
            var texts = new Dictionary<string, string>(StringComparer.Ordinal);
            if (item.ValueKind != JsonValueKind.Object)
            {
                problems.Add(new PriceFinding("Form", WanCheckStatus.Failed, place, $"{place}: it is no object.", "Write {\"provider\": …, \"model\": …}."));
                continue;
            }

            foreach (var member in item.EnumerateObject())
            {
                Take(member, place, texts, problems);
            }

            rows.Add(new PriceFields(place, texts));
        }

        return rows;
    }

    private static void Take(JsonProperty member, string place, Dictionary<string, string> texts, List<PriceFinding> problems)
    {
        var name = PriceFields.Names.FirstOrDefault(known => known.Equals(member.Name, StringComparison.OrdinalIgnoreCase));
        var wanted = name == "amount" ? JsonValueKind.Number : JsonValueKind.String;
        if (name is null)
        {
            problems.Add(Unknown(place, member.Name));
        }
        else if (member.Value.ValueKind == wanted)
        {
            var text = wanted == JsonValueKind.Number ? member.Value.GetRawText() : member.Value.GetString()!.Trim();
            if (text.Length > 0 && !texts.TryAdd(name, text))
            {
                problems.Add(new PriceFinding("Form", WanCheckStatus.Failed, place, $"{place}: it has {name} twice.", "Leave one."));
            }
        }
        else if (member.Value.ValueKind != JsonValueKind.Null)
        {
            var form = wanted == JsonValueKind.Number ? "a number without quotes" : "a text in quotes";
            problems.Add(new PriceFinding("Form", WanCheckStatus.Failed, place, $"{place}: {name} is {member.Value.GetRawText()}; it must be {form}.", $"Write {name} as {form}."));

            // It is there, if useless: that it is missing would be a second message about the same.
            texts.TryAdd(name, member.Value.ValueKind == JsonValueKind.String ? member.Value.GetString()!.Trim() : member.Value.GetRawText());
        }
    }

    private static List<PriceFields> OfCsv(string text, List<PriceFinding> problems)
    {
        var table = CsvTable.Read(text);
        if (!table.Columns.Any(static column => PriceFields.Names.Contains(column, StringComparer.OrdinalIgnoreCase)))
        {
            throw new InvalidDataException($"its first line has none of the columns {string.Join(", ", PriceFields.Names)}");
        }

        problems.AddRange(table.Columns.Where(static column => column.Length > 0 && !PriceFields.Names.Contains(column, StringComparer.OrdinalIgnoreCase)).Select(static column => Unknown("line 1", column)));
        return [.. table.Lines.Select(line =>
        {
            var place = $"line {line.Number}";
            if (line.HasMore)
            {
                problems.Add(new PriceFinding("Form", WanCheckStatus.Failed, place, $"{place}: it has more cells than there are columns.", "Put cells that hold the separator into quotes."));
            }

            return new PriceFields(place, PriceFields.Names.Where(name => line[name] is not null).ToDictionary(static name => name, name => line[name]!, StringComparer.Ordinal));
        })];
    }

    private static PriceFinding Unknown(string place, string name)
        => new("Form", WanCheckStatus.Failed, place, $"{place}: there is no field '{name}'.", $"Use {string.Join(", ", PriceFields.Names)}: a field that is misspelt would be passed over.");
}
