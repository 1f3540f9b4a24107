using System.Text.Json.Nodes;
using Wan27.Emulator.Facades;
using Wan27.Emulator.Http;
using Wan27.Emulator.Service;

namespace Wan27.Emulator.Novita;

/// <summary>The one form in which Novita says no: code, reason, message, metadata.</summary>
internal static class NovitaAnswers
{
    public static FacadeRefusal Invalid(string message) => Refusal(400, "INVALID_REQUEST_BODY", message);

    public static FacadeRefusal RateLimit() => Refusal(429, "RATE_LIMIT_EXCEEDED", "rate limit exceeded");

    public static FacadeRefusal Refusal(int status, string reason, string message) => new(Error(status, reason, message), reason, message);

    public static HttpResponse Problem(FaultRule fault)
    {
        var response = Error(fault.Status, fault.Code ?? ReasonOf(fault.Status), fault.Message ?? (fault.Status == 429 ? "rate limit exceeded" : FaultAnswer.Message));
        if (fault.RetryAfter is { } seconds)
        {
            response.Headers.Add("Retry-After", seconds.ToString(System.Globalization.CultureInfo.InvariantCulture));
        }

        return response;
    }

    /// <summary>What is wrong with a field, in the words of the samples.</summary>
    public static string TextOf(FieldProblem problem)
        => problem switch
        {
            { Flaw: FieldFlaw.Unknown } => $"unknown field \"{problem.Field}\"",
            { Flaw: FieldFlaw.Missing } => $"{problem.Field} is required",
            { Flaw: FieldFlaw.TooLong, Rule: { } rule } => $"{problem.Field} must have at most {rule.MaxCharacters} characters",
            { Flaw: FieldFlaw.Word, Rule: { } rule } => $"{problem.Field} must be one of [{string.Join(", ", rule.Words)}]",
            { Flaw: FieldFlaw.Range, Rule: { Also: { } also } rule } => $"{problem.Field} must be {also} or in [{rule.Min}, {rule.Max}]",
            { Flaw: FieldFlaw.Range, Rule: { } rule } => $"{problem.Field} must be in [{rule.Min}, {rule.Max}]",
            { Rule: { } rule } => $"{problem.Field} must be {(rule.Type == FieldType.Whole ? "an integer" : rule.Type == FieldType.Flag ? "a boolean" : "a string")}",
            _ => $"{problem.Field} is invalid",
        };

    /// <summary>The reason and the message for an input that cannot be used.</summary>
    public static FacadeRefusal Of(string field, MediaFlaw flaw)
        => (flaw, field.Contains("audio", StringComparison.Ordinal) || field.Contains("voice", StringComparison.Ordinal)) switch
        {
            (MediaFlaw.Format or MediaFlaw.Length or MediaFlaw.Size, true) => Refusal(400, "INVALID_AUDIO_FILE", $"{field} is no audio file that can be used"),
            (MediaFlaw.Format, _) when field.Contains("image", StringComparison.Ordinal) || field.Contains("frame", StringComparison.Ordinal)
                => Refusal(400, "INVALID_IMAGE_FORMAT", $"{field} is of a format that is not supported"),
            (MediaFlaw.Size, _) => Refusal(400, "IMAGE_FILE_EXCEEDS_MAX_SIZE", $"{field} is larger than allowed"),
            _ => Invalid($"{field} could not be used"),
        };

    private static string ReasonOf(int status)
        => status switch
        {
            429 => "RATE_LIMIT_EXCEEDED",
            403 => "INVALID_API_KEY",
            404 => "TASK_NOT_FOUND",
            >= 500 => "CREATE_TASK_FAILED",
            _ => "INVALID_REQUEST_BODY",
        };

    private static HttpResponse Error(int status, string reason, string message)
        => Answers.Json(new JsonObject { ["code"] = status, ["reason"] = reason, ["message"] = message, ["metadata"] = new JsonObject() }, status: status);
}
