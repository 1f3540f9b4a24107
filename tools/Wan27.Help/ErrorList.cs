using System.Globalization;
using System.Reflection;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Wan27.Help;

/// <summary>The ids of all errors, as sections for an about page, from the tables that the engine was built with.</summary>
internal static partial class ErrorList
{
    /// <summary>The line of a page that the sections stand for.</summary>
    private const string Marker = "<!-- error ids -->";

    /// <summary>A page with its marker filled in.</summary>
    /// <param name="lines">The page.</param>
    /// <param name="engine">Path of the built engine.</param>
    public static IReadOnlyList<string> Fill(IReadOnlyList<string> lines, string engine)
        => lines.Contains(Marker) ? [.. lines.SelectMany(line => line == Marker ? Sections(Assembly.LoadFrom(engine)) : [line])] : lines;

    private static IEnumerable<string> Sections(Assembly engine)
    {
        var limits = Table(engine, "contract.json").GetProperty("limits").EnumerateArray().ToDictionary(static limit => Text(limit, "name")!, static limit => limit.GetProperty("value").GetDouble());
        var local = Table(engine, "errors.json").GetProperty("local").EnumerateArray().ToArray();
        yield return "## Errors that are found on this machine";
        yield return string.Empty;
        foreach (var row in local)
        {
            var forms = Text(row, "like") is { } like ? local.First(other => Text(other, "id") == like) : row;
            var form = forms.TryGetProperty("forms", out var all) ? all[0] : (JsonElement?)null;
            yield return $"- {Text(row, "id")}: {Shown($"{(form is { } main ? $"{Text(main, "message")} {Text(main, "fix")}" : "An exception that is not one of this module's own.")}".Trim(), limits)}";
        }

        foreach (var name in engine.GetManifestResourceNames().Where(static name => name.StartsWith("errors.", StringComparison.Ordinal) && name != "errors.json").Order(StringComparer.Ordinal))
        {
            yield return string.Empty;
            yield return $"## Answers of {name.Split('.')[1]}";
            yield return string.Empty;
            var table = Table(engine, name);
            var rows = table.GetProperty("codes").EnumerateArray().Concat(table.GetProperty("statuses").EnumerateArray());
            foreach (var row in rows.DistinctBy(IdOf).OrderBy(IdOf, StringComparer.Ordinal))
            {
                yield return $"- {IdOf(row)}: {Shown($"{Text(row, "meaning")} {Text(row, "action")}", limits)}";
            }
        }
    }

    private static JsonElement Table(Assembly engine, string name)
    {
        using var stream = engine.GetManifestResourceStream(name) ?? throw new InvalidOperationException($"The engine has no table {name}.");
        return JsonDocument.Parse(stream).RootElement;
    }

    private static string IdOf(JsonElement row)
        => $"Wan.{Text(row, "boundary")}.{string.Concat((Text(row, "id") ?? Text(row, "code")!).Where(static c => char.IsLetterOrDigit(c) || c is '.' or '*'))}";

    private static string? Text(JsonElement row, string name) => row.TryGetProperty(name, out var value) ? value.GetString() : null;

    private static string Shown(string words, Dictionary<string, double> limits)
        => Hole().Replace(words, match => limits.TryGetValue(match.Groups[1].Value, out var limit) ? limit.ToString(CultureInfo.InvariantCulture) : $"<{match.Groups[1].Value}>");

    [GeneratedRegex(@"\{([a-z][A-Za-z.]*)\}")]
    private static partial Regex Hole();
}
