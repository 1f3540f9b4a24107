using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using Wan27.Emulator.Http;

namespace Wan27.Emulator.Service;

/// <summary>
/// The emulator's own endpoints below <c>/_emulator/</c>, for tests in another process; they need no key and are not logged.
/// <list type="bullet">
/// <item><c>GET health</c>: <c>{status, url, region, taskSeconds, requests}</c>.</item>
/// <item><c>GET log[?after=N]</c>: <c>{entries: [...]}</c>, each a <see cref="LogEntry"/> in camel case.</item>
/// <item><c>POST faults</c>: one <see cref="FaultRule"/> in camel case or an array of them, kinds by name; answers <c>{added}</c>.</item>
/// <item><c>DELETE faults</c>: forgets all rules.</item>
/// <item><c>POST clock</c>: <c>{advanceSeconds}</c> moves the emulator's clock on; answers <c>{now}</c>.</item>
/// </list>
/// </summary>
internal sealed class ControlDesk(Premises premises)
{
    public const string Prefix = "/_emulator/";
    private const int MaxRules = 1024 * 1024;
    private const double MaxAdvance = 366.0 * 24 * 3600;

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        Converters = { new JsonStringEnumConverter() },
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    };

    public async Task<HttpResponse> AnswerAsync(HttpRequest request, CancellationToken stop)
        => (request.Method, request.Path[Prefix.Length..]) switch
        {
            ("GET", "health") => Health(),
            ("GET", "log") => Log(request),
            ("POST", "faults") => await AddFaultsAsync(request, stop),
            ("DELETE", "faults") => Forget(),
            ("POST", "clock") => await AdvanceAsync(request, stop),
            _ => Problem(404, "The emulator has GET health, GET log, POST faults, DELETE faults and POST clock."),
        };

    private static HttpResponse Problem(int status, string message) => Answers.Json(new JsonObject { ["error"] = message }, status: status);

    private HttpResponse Health()
        => Answers.Json(new JsonObject
        {
            ["status"] = "ok",
            ["url"] = premises.Url.GetLeftPart(UriPartial.Authority),
            ["region"] = premises.Options.Region.ToString(),
            ["taskSeconds"] = premises.Options.TaskSeconds,
            ["requests"] = premises.Log.Entries.Count,
        });

    private HttpResponse Log(HttpRequest request)
    {
        var text = request.Query.GetValueOrDefault("after") ?? "0";
        return long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var after)
            ? Answers.Json(new JsonObject { ["entries"] = JsonSerializer.SerializeToNode(premises.Log.After(after), Json) })
            : Problem(400, "after must be a sequence number.");
    }

    private async Task<HttpResponse> AddFaultsAsync(HttpRequest request, CancellationToken stop)
    {
        try
        {
            var body = JsonNode.Parse(await request.ReadBodyAsync(MaxRules, stop));
            List<FaultRule> rules = body switch
            {
                JsonArray many => [.. many.Select(static rule => rule.Deserialize<FaultRule>(Json)!)],
                JsonObject one => [one.Deserialize<FaultRule>(Json)!],
                _ => throw new JsonException("A rule is a JSON object."),
            };
            rules.ForEach(rule => premises.Faults.Add(rule));
            return Answers.Json(new JsonObject { ["added"] = rules.Count });
        }
        catch (JsonException wrong)
        {
            return Problem(400, wrong.Message);
        }
    }

    private async Task<HttpResponse> AdvanceAsync(HttpRequest request, CancellationToken stop)
    {
        try
        {
            var seconds = JsonNode.Parse(await request.ReadBodyAsync(MaxRules, stop))?["advanceSeconds"]?.GetValue<double>() ?? -1;
            if (seconds is not (>= 0 and <= MaxAdvance))
            {
                return Problem(400, "advanceSeconds must be a number of seconds from 0 to a year of them.");
            }

            premises.Clock.Advance(TimeSpan.FromSeconds(seconds));
            return Answers.Json(new JsonObject { ["now"] = premises.Now.ToString("O", CultureInfo.InvariantCulture) });
        }
        catch (Exception wrong) when (wrong is JsonException or InvalidOperationException or FormatException)
        {
            return Problem(400, "The clock is moved by {\"advanceSeconds\": N}.");
        }
    }

    private HttpResponse Forget()
    {
        premises.Faults.Clear();
        return HttpResponse.Empty(204);
    }
}
