using System.Text.Json;

namespace Wan27.Emulator.Facades;

/// <summary>The fields of one JSON object, read by rules. How a provider words what is wrong is its own matter.</summary>
internal sealed class BodyFields(JsonElement body)
{
    /// <summary>All that is wrong, in the order of the rules, unknown fields last. A JSON null is as good as no field.</summary>
    public IReadOnlyList<FieldProblem> Check(IReadOnlyList<FieldRule> rules)
        =>
        [
            .. rules.Select(rule => Any(rule.Name) is { } value ? Flaw(rule, value) is { } flaw ? new FieldProblem(rule.Name, flaw, rule, value) : null
                : rule.IsRequired ? new FieldProblem(rule.Name, FieldFlaw.Missing, rule, null) : null).OfType<FieldProblem>(),
            .. body.EnumerateObject().Where(field => rules.All(rule => rule.Name != field.Name))
                .Select(static field => new FieldProblem(field.Name, FieldFlaw.Unknown, null, field.Value)),
        ];

    public JsonElement? Any(string name) => body.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null ? value : null;

    public string? Text(string name) => Any(name) is { ValueKind: JsonValueKind.String } value ? value.GetString() : null;

    public int? Whole(string name) => Any(name) is { ValueKind: JsonValueKind.Number } value && value.TryGetInt32(out var number) ? number : null;

    public bool? Flag(string name) => Any(name) is { ValueKind: JsonValueKind.True or JsonValueKind.False } value ? value.GetBoolean() : null;

    public IReadOnlyList<string> Texts(string name)
        => Any(name) is { ValueKind: JsonValueKind.Array } value
            ? [.. value.EnumerateArray().Where(static item => item.ValueKind == JsonValueKind.String).Select(static item => item.GetString()!)]
            : [];

    private static FieldFlaw? Flaw(FieldRule rule, JsonElement value)
        => rule.Type switch
        {
            FieldType.Text or FieldType.Url when value.ValueKind != JsonValueKind.String => FieldFlaw.Type,
            FieldType.Text when rule.Words.Count > 0 && !rule.Words.Contains(value.GetString()) => FieldFlaw.Word,
            FieldType.Text when value.GetString()!.Length > rule.MaxCharacters => FieldFlaw.TooLong,
            FieldType.Text when rule.IsRequired && value.GetString()!.Length == 0 => FieldFlaw.Missing,
            FieldType.Flag when value.ValueKind is not (JsonValueKind.True or JsonValueKind.False) => FieldFlaw.Type,
            FieldType.Whole => Number(rule, value),
            FieldType.Urls => List(rule, value),
            _ => null,
        };

    private static FieldFlaw? Number(FieldRule rule, JsonElement value)
        => value.ValueKind != JsonValueKind.Number || !value.TryGetInt32(out var number) ? FieldFlaw.Type
            : number == rule.Also || (number >= rule.Min && number <= rule.Max) ? null
            : FieldFlaw.Range;

    private static FieldFlaw? List(FieldRule rule, JsonElement value)
        => value.ValueKind != JsonValueKind.Array || value.EnumerateArray().Any(static item => item.ValueKind != JsonValueKind.String) ? FieldFlaw.Type
            : value.GetArrayLength() >= (rule.Min ?? 0) && value.GetArrayLength() <= (rule.Max ?? int.MaxValue) ? null
            : FieldFlaw.Count;
}
