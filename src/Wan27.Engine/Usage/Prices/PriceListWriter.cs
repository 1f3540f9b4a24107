using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using CsvHelper;
using Wan27.Engine.Contract;
using Wan27.Engine.Records;

namespace Wan27.Engine.Usage.Prices;

/// <summary>Writes a list in the form that its name has: CSV for .csv, else JSON. The old one is there until the new one is whole.</summary>
internal static class PriceListWriter
{
    /// <exception cref="WanException"><c>Wan.Billing.PriceListUnwritable</c>.</exception>
    public static void Write(string path, IReadOnlyList<PriceRow> rows)
    {
        var text = Path.GetExtension(path).Equals(".csv", StringComparison.OrdinalIgnoreCase) ? Csv(rows) : Json(rows);
        var beside = $"{path}.{Environment.ProcessId}.part";
        try
        {
            using (var file = new FileStream(beside, FileMode.Create, FileAccess.Write, FileShare.None))
            {
                file.Write(new UTF8Encoding(encoderShouldEmitUTF8Identifier: false).GetBytes(text));
                file.Flush(flushToDisk: true);
            }

            DurableMove.Move(beside, path, overwrite: true);
        }
        catch (Exception failed) when (failed is IOException or UnauthorizedAccessException)
        {
            throw BillingErrors.PriceListUnwritable(path, failed.Message, failed);
        }
    }

    private static string Csv(IReadOnlyList<PriceRow> rows)
    {
        using var text = new StringWriter(CultureInfo.InvariantCulture);
        using (var csv = new CsvWriter(text, CultureInfo.InvariantCulture, leaveOpen: true))
        {
            foreach (var name in PriceFields.Names)
            {
                csv.WriteField(name);
            }

            csv.NextRecord();
            foreach (var row in rows)
            {
                foreach (var value in Values(row))
                {
                    csv.WriteField(value.Text ?? value.Number?.ToString(CultureInfo.InvariantCulture));
                }

                csv.NextRecord();
            }
        }

        return text.ToString();
    }

    private static string Json(IReadOnlyList<PriceRow> rows)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream, new JsonWriterOptions { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            json.WriteStartArray();
            foreach (var row in rows)
            {
                json.WriteStartObject();
                foreach (var (name, value) in PriceFields.Names.Zip(Values(row)))
                {
                    if (value.Number is { } number)
                    {
                        json.WriteNumber(name, number);
                    }
                    else if (value.Text is { } text)
                    {
                        json.WriteString(name, text);
                    }
                }

                json.WriteEndObject();
            }

            json.WriteEndArray();
        }

        return Encoding.UTF8.GetString(stream.ToArray()) + "\n";
    }

    // In the order of PriceFields.Names.
    private static (string? Text, decimal? Number)[] Values(PriceRow row) =>
    [
        (row.Owner, null), (row.Provider, null), (row.Route, null), (row.Model, null), (row.Region, null), (row.Tier, null), (row.Unit, null), (null, row.Amount), (row.Currency, null),
        (Day(row.From), null), (Day(row.To), null), (row.Source, null), (Day(row.Checked), null), (row.Origin, null), (row.Note, null),
    ];

    private static string? Day(DateOnly? day) => day?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
