using System.Globalization;
using System.Text.Json.Nodes;
using Wan27.Emulator.Facades;
using Wan27.Emulator.Http;
using Wan27.Emulator.Service;

namespace Wan27.Emulator.WaveSpeed;

/// <summary>WaveSpeed's envelope: code and message, and the data where there are some.</summary>
internal static class WaveSpeedAnswers
{
    public static HttpResponse Good(JsonNode data) => Answers.Json(new JsonObject { ["code"] = 200, ["message"] = "success", ["data"] = data });

    public static FacadeRefusal Refusal(int status, string message) => new(Error(status, message), status.ToString(CultureInfo.InvariantCulture), message);

    public static HttpResponse Problem(FaultRule fault)
    {
        var response = Error(fault.Status, fault.Message ?? (fault.Status == 429 ? "Too Many Requests" : FaultAnswer.Message));
        if (fault.RetryAfter is { } seconds)
        {
            response.Headers.Add("Retry-After", seconds.ToString(CultureInfo.InvariantCulture));
        }

        return response;
    }

    public static string TextOf(FieldProblem problem)
        => problem switch
        {
            { Flaw: FieldFlaw.Unknown } => $"property \"{problem.Field}\" is unsupported",
            { Flaw: FieldFlaw.Missing } => $"property \"{problem.Field}\" is missing",
            { Flaw: FieldFlaw.Range, Rule: { } rule } => $"property \"{problem.Field}\" must be a number from {rule.Min} to {rule.Max}",
            { Flaw: FieldFlaw.Count, Rule: { } rule } => $"property \"{problem.Field}\" must hold at most {rule.Max} items",
            { Flaw: FieldFlaw.Word, Rule: { } rule } => $"property \"{problem.Field}\" must be one of {string.Join(", ", rule.Words)}",
            _ => $"property \"{problem.Field}\" is of a wrong type",
        };

    private static HttpResponse Error(int status, string message)
        => Answers.Json(new JsonObject { ["code"] = status, ["message"] = message }, status: status);
}
