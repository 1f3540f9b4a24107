using System.Collections;
using System.Globalization;

namespace Wan27.Cmdlets.Binding;

/// <summary>Tables of a script as the engine reads them.</summary>
internal static class TableCells
{
    /// <summary>Names and values as texts, numbers and times as they are written everywhere.</summary>
    public static IReadOnlyDictionary<string, string?> Texts(IDictionary table)
    {
        var texts = new Dictionary<string, string?>(StringComparer.OrdinalIgnoreCase);
        foreach (DictionaryEntry entry in table)
        {
            texts[Convert.ToString(Unwrap.Value(entry.Key), CultureInfo.InvariantCulture) ?? string.Empty] = Unwrap.Value(entry.Value) switch
            {
                DateTime time => time.ToString("yyyy-MM-ddTHH:mm:ss.FFFFFFFK", CultureInfo.InvariantCulture),
                DateTimeOffset time => time.ToString("yyyy-MM-ddTHH:mm:ss.FFFFFFFK", CultureInfo.InvariantCulture),
                var value => Convert.ToString(value, CultureInfo.InvariantCulture),
            };
        }

        return texts;
    }
}
