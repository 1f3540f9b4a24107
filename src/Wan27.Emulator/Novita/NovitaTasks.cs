using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Wan27.Emulator.Facades;
using Wan27.Emulator.Http;
using Wan27.Emulator.Service;

namespace Wan27.Emulator.Novita;

/// <summary>Takes tasks in and tells how they are. There is no list, and nothing can be canceled.</summary>
internal sealed class NovitaTasks(Premises premises, Func<Exchange, Account> caller)
{
    // The pages name this figure for older models of the family, and none for these.
    private const int PerMinute = 20;
    private const int UrlSeconds = 3600;

    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    private static readonly ResultPlace Place = new("/novita/output/", TimeSpan.FromSeconds(UrlSeconds), "X-Amz-Signature", GoneStatus: 403)
    {
        Lead = $"X-Amz-Expires={UrlSeconds}&",
    };

    private readonly NovitaInput _input = new(premises);

    public async Task<HttpResponse> CreateAsync(Exchange exchange, NovitaRoute route)
    {
        var account = caller(exchange);
        if (!premises.IsWithinRate($"novita {account.Id} {route.Name}", PerMinute, Minute))
        {
            throw NovitaAnswers.RateLimit();
        }

        if (exchange.Body is not { ValueKind: JsonValueKind.Object } body)
        {
            throw NovitaAnswers.Invalid("the request body is no JSON object");
        }

        premises.Log.Update(exchange.Sequence, entry => entry with
        {
            UnknownFields = [.. body.EnumerateObject().Select(static field => field.Name).Except(route.Fields.Select(static rule => rule.Name))],
        });
        var plan = await _input.ReadAsync(route, body);
        var task = new FacadeTask
        {
            Id = premises.Ids.Uuid(),
            RequestId = exchange.RequestId,
            Account = account,
            Plan = plan,
            ApiKeyPath = "",
            SubmittedAt = premises.Now,
            Input = body,
            Failure = exchange.Fault is { Kind: FaultKind.FailTask } fault ? new TaskFailure(fault.Code, fault.Message, fault.Form) : null,
        };
        premises.Tasks.Add(task);
        premises.Studio.Warm(plan);
        premises.Log.Update(exchange.Sequence, entry => entry with { TaskId = task.Id });
        return Answers.Json(new JsonObject { ["task_id"] = task.Id });
    }

    public Task<HttpResponse> ResultAsync(Exchange exchange)
    {
        var account = caller(exchange);
        var id = exchange.Request.Query.GetValueOrDefault("task_id") ?? throw NovitaAnswers.Invalid("task_id is required");
        premises.Log.Update(exchange.Sequence, entry => entry with { TaskId = id });
        var task = premises.Tasks.Find<FacadeTask>(id, account) ?? throw NovitaAnswers.Refusal(404, "TASK_NOT_FOUND", "task not found");
        var now = premises.Now;
        var status = exchange.Fault?.Kind switch
        {
            FaultKind.UnknownOnce => "UNKNOWN",
            FaultKind.FailedOnce => "FAILED",
            FaultKind.CanceledOnce => "CANCELLED",
            _ => task.StatusAt(now),
        };
        return Task.FromResult(Answers.Json(new JsonObject
        {
            ["extra"] = new JsonObject
            {
                ["seed"] = (new BodyFields(task.Input).Whole("seed") ?? 41).ToString(CultureInfo.InvariantCulture),
                ["enable_nsfw_detection"] = false,
                ["debug_info"] = new JsonObject
                {
                    ["request_info"] = "",
                    ["submit_time_ms"] = Milliseconds(task.SubmittedAt),
                    ["execute_time_ms"] = now < task.StartsAt ? "0" : Milliseconds(task.StartsAt),
                    ["complete_time_ms"] = now < task.EndsAt ? "0" : Milliseconds(task.EndsAt),
                },
            },
            ["task"] = new JsonObject
            {
                ["task_id"] = task.Id,
                ["task_type"] = NovitaRoute.All[task.Plan.Model].TaskType,
                ["status"] = "TASK_STATUS_" + status switch { "PENDING" => "QUEUED", "RUNNING" => "PROCESSING", "SUCCEEDED" => "SUCCEED", _ => status },
                ["reason"] = status == "FAILED" ? exchange.Fault?.Message ?? task.Failure?.Message ?? FaultAnswer.Message : "",
                ["eta"] = status == "RUNNING" ? (int)Math.Ceiling((task.EndsAt - now).TotalSeconds) : 0,
                ["progress_percent"] = status == "SUCCEEDED" ? 100 : status == "RUNNING" ? Percent(task, now) : 0,
            },
            ["images"] = new JsonArray(),
            ["videos"] = status == "SUCCEEDED" ? new JsonArray(Video(task)) : new JsonArray(),
            ["audios"] = new JsonArray(),
        }));
    }

    private static string Milliseconds(DateTimeOffset time) => time.ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture);

    private static int Percent(FacadeTask task, DateTimeOffset now)
        => (int)Math.Clamp(100 * (now - task.StartsAt).TotalSeconds / Math.Max(0.001, (task.EndsAt - task.StartsAt).TotalSeconds), 0, 99);

    /// <summary>The lifetime comes as a text here, and as a number with pictures.</summary>
    private JsonObject Video(FacadeTask task)
        => new()
        {
            ["video_url"] = premises.Results.UrlOf(task.ResultsFrom(premises.Results, Place)[0], premises.Url),
            ["video_url_ttl"] = UrlSeconds.ToString(CultureInfo.InvariantCulture),
            ["video_type"] = "mp4",
        };
}
