using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Wan27.Emulator.Facades;
using Wan27.Emulator.Http;
using Wan27.Emulator.Service;

namespace Wan27.Emulator.Replicate;

/// <summary>The forms in which Replicate says no.</summary>
internal static class ReplicateAnswers
{
    private const int ThrottledFor = 30;

    public static FacadeRefusal Unauthenticated() => Refusal(401, "Unauthenticated", "You did not pass a valid authentication token");

    public static FacadeRefusal NotFound() => Refusal(404, "Not found", "The requested resource could not be found.");

    public static FacadeRefusal Throttled() => new(Throttle(null, ThrottledFor), "throttled", "Request was throttled.");

    public static FacadeRefusal Refusal(int status, string title, string detail) => new(Titled(status, title, detail), title, detail);

    /// <summary>All that is wrong with an input, one line each.</summary>
    public static FacadeRefusal Invalid(IReadOnlyList<(string Type, string Field, string Text)> problems)
    {
        var detail = string.Concat(problems.Select(static problem => problem.Type == "required" ? $"- {problem.Text}\n" : $"- {problem.Field}: {problem.Text}\n"));
        var body = new JsonObject
        {
            ["title"] = "Input validation failed",
            ["detail"] = detail,
            ["status"] = 422,
            ["invalid_fields"] = new JsonArray([.. problems.Select(static problem
                => new JsonObject { ["type"] = problem.Type, ["field"] = $"input.{problem.Field}", ["description"] = problem.Text })]),
        };
        return new(Answers.Json(body, status: 422), "invalid", detail);
    }

    public static (string Type, string Field, string Text) Of(FieldProblem problem)
        => problem switch
        {
            { Flaw: FieldFlaw.Unknown } => ("additional_property_not_allowed", problem.Field, $"Additional property {problem.Field} is not allowed"),
            { Flaw: FieldFlaw.Missing } => ("required", problem.Field, $"{problem.Field} is required"),
            { Flaw: FieldFlaw.Word, Rule: { } rule } => ("enum", problem.Field, $"Must be one of the following: {string.Join(", ", rule.Words.Select(static word => $"\"{word}\""))}"),
            { Flaw: FieldFlaw.Range, Rule: { } rule, Value: { } value }
                => value.GetDouble() < rule.Min ? ("number_gte", problem.Field, $"Must be greater than or equal to {rule.Min}") : ("number_lte", problem.Field, $"Must be less than or equal to {rule.Max}"),
            { Flaw: FieldFlaw.Count, Rule: { } rule } => ("array_max_items", problem.Field, $"Array must have at most {rule.Max} items"),
            { Rule: { } rule, Value: { } value } => ("invalid_type", problem.Field, $"Invalid type. Expected: {Kind(rule.Type)}, given: {Kind(value)}"),
            _ => throw new InvalidOperationException("A problem of an unknown kind."),
        };

    public static (string Type, string Field, string Text) Of(string field, MediaFlaw flaw)
        => flaw switch
        {
            MediaFlaw.Address => ("format", field, "Does not match format 'uri'"),
            MediaFlaw.Size => ("size", field, "The file is larger than allowed"),
            MediaFlaw.Length => ("length", field, "The duration of the file is outside the allowed range"),
            MediaFlaw.Format => ("format", field, "The file is of a format that is not supported"),
            _ => ("download", field, "The file could not be downloaded"),
        };

    /// <summary>A scripted error.</summary>
    public static HttpResponse Problem(FaultRule fault)
        => fault.Status == 429
            ? Throttle(fault.Message, fault.RetryAfter ?? ThrottledFor)
            : Titled(fault.Status, fault.Code ?? (fault.Status == 402 ? "Insufficient credit" : "Internal server error"), fault.Message ?? FaultAnswer.Message);

    private static HttpResponse Throttle(string? message, int seconds)
    {
        var response = Answers.Json(new JsonObject { ["detail"] = message ?? $"Request was throttled. Your rate limit resets in ~{seconds.ToString(CultureInfo.InvariantCulture)}s." }, status: 429);
        response.Headers.Add("Retry-After", seconds.ToString(CultureInfo.InvariantCulture));
        return response;
    }

    private static HttpResponse Titled(int status, string title, string detail)
        => Answers.Json(new JsonObject { ["title"] = title, ["detail"] = detail, ["status"] = status }, status: status);

    private static string Kind(FieldType type)
        => type switch
        {
            FieldType.Whole => "integer",
            FieldType.Flag => "boolean",
            FieldType.Urls => "array",
            _ => "string",
        };

    private static string Kind(JsonElement value)
        => value.ValueKind switch
        {
            JsonValueKind.Number => "number",
            JsonValueKind.True or JsonValueKind.False => "boolean",
            _ => value.ValueKind.ToString().ToLowerInvariant(),
        };
}
