using System.Collections;
using System.Globalization;
using System.Management.Automation;
using System.Text.Json;

namespace Wan27.ModuleTests.Binding;

/// <summary>Records as PowerShell's readers of files make them, which the bare engine of these tests does not have.</summary>
internal static class Rows
{
    /// <summary>As Import-Csv: objects whose properties are texts, the names as the first line has them.</summary>
    public static PSObject[] Csv(string text)
    {
        var lines = text.ReplaceLineEndings("\n").Split('\n', StringSplitOptions.RemoveEmptyEntries);
        var names = lines[0].Split('|');
        return [.. lines.Skip(1).Select(line => Object(names.Zip(line.Split('|'), static (name, cell) => (name, (object?)cell))))];
    }

    /// <summary>As ConvertFrom-Json: whole numbers are Int64, lists are object[], objects are objects.</summary>
    public static PSObject[] Json(string text)
    {
        using var document = JsonDocument.Parse(text);
        return Value(document.RootElement) is object[] many ? [.. many.Cast<PSObject>()] : [(PSObject)Value(document.RootElement)!];
    }

    /// <summary>As Export-Clixml and Import-Clixml, or a job of another process.</summary>
    public static PSObject Travelled(object input) => PSObject.AsPSObject(PSSerializer.Deserialize(PSSerializer.Serialize(input)));

    /// <summary>The ways in which a result loses its type, and keeps its properties.</summary>
    public static object[] Copies(object result)
    {
        var columns = PSObject.AsPSObject(result).Properties.Select(static property => (property.Name, (object?)property.Value)).ToArray();
        return
        [
            Travelled(result),
            Object(columns),
            Object(columns.Select(static column => (column.Name, (object?)Convert.ToString(column.Item2, CultureInfo.InvariantCulture)))),
            Json(JsonSerializer.Serialize(result, result.GetType()))[0],
            new Hashtable(columns.ToDictionary(static column => column.Name, static column => column.Item2), StringComparer.OrdinalIgnoreCase),
        ];
    }

    public static PSObject Object(IEnumerable<(string Name, object? Value)> columns)
    {
        var row = new PSObject();
        foreach (var (name, value) in columns)
        {
            row.Properties.Add(new PSNoteProperty(name, value));
        }

        return row;
    }

    private static object? Value(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Object => Object(element.EnumerateObject().Select(static property => (property.Name, Value(property.Value)))),
        JsonValueKind.Array => element.EnumerateArray().Select(Value).ToArray(),
        JsonValueKind.Number => element.TryGetInt64(out var whole) ? whole : element.GetDouble(),
        JsonValueKind.String => element.GetString(),
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        _ => null,
    };
}
