using System.Globalization;
using System.Security;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Wan27.Emulator.Http;

namespace Wan27.Emulator.Service;

/// <summary>The outer forms of the service's answers: JSON from the API, XML from the storage.</summary>
internal static class Answers
{
    private static readonly JsonSerializerOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static HttpResponse Json(JsonNode body, string? requestId = null, int status = 200)
    {
        var response = HttpResponse.Text(status, "application/json", body.ToJsonString(Options));
        if (requestId is not null)
        {
            response.Headers.Add("X-Request-Id", requestId);
        }

        return response;
    }

    public static HttpResponse Error(int status, string? code, string? message, string requestId, int? retryAfter)
    {
        var response = Json(new JsonObject { ["code"] = code, ["message"] = message, ["request_id"] = requestId }, requestId, status);
        if (retryAfter is { } seconds)
        {
            response.Headers.Add("Retry-After", seconds.ToString(CultureInfo.InvariantCulture));
        }

        return response;
    }

    public static HttpResponse Xml(StorageRefusal refusal, string requestId)
        => HttpResponse.Text(
            refusal.Status,
            "application/xml",
            $"<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<Error>\n  <Code>{refusal.Code}</Code>\n  <Message>{SecurityElement.Escape(refusal.Message)}</Message>\n  <RequestId>{requestId}</RequestId>\n</Error>\n");
}
