using System.Globalization;
using System.Text;
using CsvHelper;
using CsvHelper.Configuration;

namespace Wan27.Engine.Usage.Tables;

/// <summary>
/// A file of separated values as its author's program wrote it: the separator is found, a byte order mark and blank lines are passed over, and
/// each row knows its line.
/// </summary>
internal sealed class CsvTable
{
    private static readonly char[] Separators = [',', ';', '\t', '|'];

    private CsvTable(IReadOnlyList<string> columns, IReadOnlyList<CsvLine> lines, char separator) => (Columns, Lines, Separator) = (columns, lines, separator);

    /// <summary>The names in the first row.</summary>
    public IReadOnlyList<string> Columns { get; }

    /// <summary>What parts the cells.</summary>
    public char Separator { get; }

    /// <summary>The rows below.</summary>
    public IReadOnlyList<CsvLine> Lines { get; }

    /// <summary>Reads a table.</summary>
    /// <exception cref="InvalidDataException">It has no first row, a column twice, or a quote that never ends.</exception>
    public static CsvTable Read(string text)
    {
        text = text.TrimStart('\uFEFF');
        var first = text.Split('\n').FirstOrDefault(static line => !string.IsNullOrWhiteSpace(line)) ?? throw new InvalidDataException("it is empty");
        var options = new CsvConfiguration(CultureInfo.InvariantCulture)
        {
            Delimiter = Separators.MaxBy(separator => Outside(first, separator)).ToString(),
            HasHeaderRecord = false,
            IgnoreBlankLines = true,
            BadDataFound = static wrong => throw new InvalidDataException($"line {wrong.Context.Parser?.RawRow} has a quote where none can be"),
        };
        using var parser = new CsvParser(new StringReader(text), options);
        if (!Next(parser))
        {
            throw new InvalidDataException("it is empty");
        }

        var columns = (parser.Record ?? []).Select(static name => name.Trim()).ToArray();
        if (columns.GroupBy(static name => name, StringComparer.OrdinalIgnoreCase).FirstOrDefault(static group => group.Key.Length > 0 && group.Count() > 1) is { } twice)
        {
            throw new InvalidDataException($"it has the column '{twice.Key}' twice");
        }

        var lines = new List<CsvLine>();
        while (Next(parser))
        {
            var cells = parser.Record ?? [];
            if (cells.Any(static cell => !string.IsNullOrWhiteSpace(cell)))
            {
                lines.Add(new CsvLine(parser.RawRow, columns, cells));
            }
        }

        return new CsvTable(columns, lines, options.Delimiter[0]);
    }

    private static bool Next(CsvParser parser)
    {
        try
        {
            return parser.Read();
        }
        catch (CsvHelperException broken)
        {
            throw new InvalidDataException($"line {parser.RawRow} is not a row of separated values", broken);
        }
    }

    private static int Outside(string line, char separator)
    {
        var (count, isQuoted) = (0, false);
        foreach (var letter in line)
        {
            isQuoted ^= letter == '"';
            count += !isQuoted && letter == separator ? 1 : 0;
        }

        return count;
    }
}

/// <summary>A row of separated values.</summary>
/// <param name="Number">The line that it ends on, from 1.</param>
/// <param name="Columns">The names of the table.</param>
/// <param name="Cells">What stands in it.</param>
internal sealed record CsvLine(int Number, IReadOnlyList<string> Columns, IReadOnlyList<string> Cells)
{
    /// <summary>True where it has a filled cell that no column names.</summary>
    public bool HasMore => Cells.Skip(Columns.Count).Any(static cell => !string.IsNullOrWhiteSpace(cell));

    /// <summary>The cell of a column, without the spaces around it; null where there is none, or nothing in it.</summary>
    public string? this[string column]
    {
        get
        {
            for (var at = 0; at < Math.Min(Columns.Count, Cells.Count); at++)
            {
                if (string.Equals(Columns[at], column, StringComparison.OrdinalIgnoreCase))
                {
                    return string.IsNullOrWhiteSpace(Cells[at]) ? null : Cells[at].Trim();
                }
            }

            return null;
        }
    }
}
