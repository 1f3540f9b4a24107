using System.Text.Json;
using Wan27.ModuleTests.Hosting;

namespace Wan27.ModuleTests.Help;

/// <summary>The error tables of the engine and its providers, read as files.</summary>
internal static class ErrorTables
{
    /// <summary>Every id that a row gives, with its category.</summary>
    public static IReadOnlyList<(string Id, string Category)> Rows { get; } =
    [
        .. Directory.GetFiles(Path.Combine(ModuleAssemblies.Root, "src", "Wan27.Engine"), "errors.json", SearchOption.AllDirectories)
            .Where(static file => !file.Contains($"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}", StringComparison.Ordinal) && !file.Contains($"{Path.DirectorySeparatorChar}bin{Path.DirectorySeparatorChar}", StringComparison.Ordinal))
            .SelectMany(RowsOf),
    ];

    private static IEnumerable<(string Id, string Category)> RowsOf(string file)
    {
        var table = JsonDocument.Parse(File.ReadAllText(file)).RootElement;
        foreach (var row in new[] { "local", "codes", "statuses" }.SelectMany(part => table.TryGetProperty(part, out var rows) ? rows.EnumerateArray() : []))
        {
            var name = string.Concat((Text(row, "id") ?? Text(row, "code")!).Where(static c => char.IsLetterOrDigit(c) || c is '.' or '*'));
            yield return (name.StartsWith("Wan.", StringComparison.Ordinal) ? name : $"Wan.{Text(row, "boundary")}.{name}", Text(row, "category")!);
        }
    }

    private static string? Text(JsonElement row, string name) => row.TryGetProperty(name, out var value) ? value.GetString() : null;
}
