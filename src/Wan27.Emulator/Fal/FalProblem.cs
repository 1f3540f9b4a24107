using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Wan27.Emulator.Facades;

namespace Wan27.Emulator.Fal;

/// <summary>The entries of a model's <c>detail</c> list: where, what, and of which type.</summary>
internal static class FalProblem
{
    public static JsonObject Of(FieldProblem problem)
        => problem switch
        {
            { Flaw: FieldFlaw.Unknown } => Entry(problem.Field, "Extra inputs are not permitted", "extra_forbidden", problem.Value),
            { Flaw: FieldFlaw.Missing } => Entry(problem.Field, "Field required", "missing", null),
            { Flaw: FieldFlaw.TooLong, Rule: { } rule } => Entry(problem.Field, $"String should have at most {rule.MaxCharacters} characters", "string_too_long", problem.Value),
            { Flaw: FieldFlaw.Count, Rule: { } rule } => Entry(problem.Field, $"List should have {rule.Min} to {rule.Max} items", problem.Value!.Value.GetArrayLength() > rule.Max ? "too_long" : "too_short", problem.Value),

            // Numbers of a few values are enumerations there, so that a wrong type is a wrong value.
            { Rule: { Type: FieldType.Whole, Name: "duration" } rule } => Entry(problem.Field, $"Input should be {Choices(rule)}", "literal_error", problem.Value),
            { Flaw: FieldFlaw.Word, Rule: { } rule } => Entry(problem.Field, $"Input should be {string.Join(", ", rule.Words.Select(static word => $"'{word}'"))}", "literal_error", problem.Value),
            { Flaw: FieldFlaw.Range, Rule: { } rule } => Entry(
                problem.Field, $"Input should be from {rule.Min} to {rule.Max}", problem.Value!.Value.GetDouble() > rule.Max ? "less_than_equal" : "greater_than_equal", problem.Value),
            { Rule: { } rule } => Entry(problem.Field, $"Input should be a valid {Kind(rule.Type)}", $"{Kind(rule.Type)}_type", problem.Value),
            _ => throw new InvalidOperationException("A problem of an unknown kind."),
        };

    public static JsonObject Value(string field, string message) => Entry(field, message, "value_error", null);

    public static JsonObject Of(string field, MediaFlaw flaw)
        => flaw switch
        {
            MediaFlaw.Size => Entry(field, "File size exceeds the maximum allowed size", "file_too_large", null),
            MediaFlaw.Format => Entry(field, "The file is of a format that is not supported", "unsupported_file_type", null),
            MediaFlaw.Length => Entry(field, "The duration of the file is outside the allowed range", "duration_out_of_range", null),
            _ => Entry(field, "The file could not be downloaded", "file_download_error", null),
        };

    public static JsonObject Entry(string field, string message, string type, JsonElement? input)
        => new()
        {
            ["loc"] = new JsonArray("body", field),
            ["msg"] = message,
            ["type"] = type,
            ["url"] = $"https://docs.fal.ai/errors#{type}",
            ["input"] = input is { } value ? JsonNode.Parse(value.GetRawText()) : null,
        };

    private static string Choices(FieldRule rule)
        => string.Join(", ", (rule.Also is { } also ? new[] { also } : []).Concat(Enumerable.Range(rule.Min!.Value, rule.Max!.Value - rule.Min.Value + 1)).Select(static value => value.ToString(CultureInfo.InvariantCulture)));

    private static string Kind(FieldType type)
        => type switch
        {
            FieldType.Whole => "int",
            FieldType.Flag => "bool",
            FieldType.Urls => "list",
            _ => "string",
        };
}
