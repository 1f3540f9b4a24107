using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Wan27.Emulator.Facades;
using Wan27.Emulator.Http;
using Wan27.Emulator.Service;

namespace Wan27.Emulator.Replicate;

/// <summary>Predictions: created, looked at, listed, canceled - and emptied an hour after their end.</summary>
internal sealed class ReplicatePredictions(Premises premises, Func<Exchange, Account> caller)
{
    private const int CreatesPerMinute = 600;
    private const int OthersPerMinute = 3000;
    private const int PageSize = 100;
    private const string RanTooLong = "The prediction ran longer than 30 minutes and was ended.";

    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Retention = TimeSpan.FromHours(1);
    private static readonly ResultPlace Place = new("/replicate/delivery/", Retention, "token", GoneStatus: 404);

    private readonly ReplicateInput _input = new(premises);

    public async Task<HttpResponse> CreateAsync(Exchange exchange, ReplicateModel model)
    {
        var account = caller(exchange);
        Pass("create", account, CreatesPerMinute);
        if (exchange.Body is not { ValueKind: JsonValueKind.Object } body)
        {
            throw ReplicateAnswers.Refusal(400, "Bad request", "The request body is no JSON object");
        }

        var unknown = body.EnumerateObject().Select(static field => field.Name).Except(["input", "webhook", "webhook_events_filter", "stream"]).ToList();
        if (unknown.Count > 0 || !body.TryGetProperty("input", out var input) || input.ValueKind != JsonValueKind.Object)
        {
            throw ReplicateAnswers.Refusal(
                422, "Input validation failed", unknown.Count > 0 ? $"- (root): Additional property {unknown[0]} is not allowed\n" : "- input is required\n");
        }

        var plan = await ReadAsync(exchange, model, input);
        var wait = ReplicateHeaders.Wait(exchange.Request.Headers["Prefer"]);
        var now = premises.Now;
        var task = new ReplicateTask
        {
            Id = premises.Ids.Hex(13),
            RequestId = exchange.RequestId,
            Account = account,
            Plan = plan,
            ApiKeyPath = "",
            SubmittedAt = now,
            Input = input,
            Deadline = now + ReplicateHeaders.CancelAfter(exchange.Request.Headers["Cancel-After"]),
            Failure = exchange.Fault is { Kind: FaultKind.FailTask } fault ? new TaskFailure(fault.Code, fault.Message, fault.Form) : null,
        };
        premises.Tasks.Add(task);
        premises.Studio.Warm(plan);
        premises.Log.Update(exchange.Sequence, entry => entry with { TaskId = task.Id });
        if (wait is { } longest && task.EndsAt - now is { } left && left > TimeSpan.Zero)
        {
            await Task.Delay(left < longest ? left : longest, premises.Options.Time, exchange.Stop);
        }

        return Answers.Json(Describe(task, exchange, premises.Now), status: 201);
    }

    public Task<HttpResponse> GetAsync(Exchange exchange)
    {
        var account = caller(exchange);
        Pass("get", account, OthersPerMinute);
        return Task.FromResult(Answers.Json(Describe(Find(exchange, account), exchange, premises.Now)));
    }

    public Task<HttpResponse> CancelAsync(Exchange exchange)
    {
        var account = caller(exchange);
        Pass("cancel", account, OthersPerMinute);
        var task = Find(exchange, account);
        premises.Tasks.TryCancel(task, premises.Now, alsoRunning: true);
        return Task.FromResult(Answers.Json(Describe(task, exchange, premises.Now)));
    }

    /// <summary>Newest first, a hundred a page, with what each was asked for.</summary>
    public Task<HttpResponse> ListAsync(Exchange exchange)
    {
        var account = caller(exchange);
        Pass("list", account, OthersPerMinute);
        var query = exchange.Request.Query;
        var after = Time(query, "created_after") ?? DateTimeOffset.MinValue;
        var before = Time(query, "created_before") ?? DateTimeOffset.MaxValue;
        var skip = query.TryGetValue("cursor", out var cursor) && int.TryParse(cursor, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0;
        var now = premises.Now;
        var hidden = exchange.Fault is { Kind: FaultKind.LateList } late ? now - TimeSpan.FromSeconds(late.Delay) : DateTimeOffset.MaxValue;
        var tasks = premises.Tasks.Of(account).OfType<ReplicateTask>().Where(task => task.SubmittedAt >= after && task.SubmittedAt <= before && task.SubmittedAt <= hidden).Reverse().ToList();
        var page = tasks.Skip(skip).Take(PageSize).Select(task =>
        {
            var entry = Describe(task, exchange, now);
            entry["source"] = "api";
            entry.Remove("started_at");
            return entry;
        });
        return Task.FromResult(Answers.Json(new JsonObject
        {
            ["next"] = tasks.Count > skip + PageSize ? $"{Base}/predictions?cursor={(skip + PageSize).ToString(CultureInfo.InvariantCulture)}" : null,
            ["previous"] = skip > 0 ? $"{Base}/predictions?cursor={Math.Max(0, skip - PageSize).ToString(CultureInfo.InvariantCulture)}" : null,
            ["results"] = new JsonArray([.. page]),
        }));
    }

    private string Base => $"{premises.Url.GetLeftPart(UriPartial.Authority)}/replicate/v1";

    private static DateTimeOffset? Time(IReadOnlyDictionary<string, string> query, string name)
        => !query.TryGetValue(name, out var text) ? null
            : DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) ? time
            : throw ReplicateAnswers.Refusal(400, "Bad request", $"{name} must be a time");

    private static string Text(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);

    private async Task<TaskPlan> ReadAsync(Exchange exchange, ReplicateModel model, JsonElement input)
    {
        premises.Log.Update(exchange.Sequence, entry => entry with
        {
            UnknownFields = [.. input.EnumerateObject().Select(static field => field.Name).Except(model.Fields.Select(static rule => rule.Name)).Select(static name => $"input.{name}")],
        });
        return await _input.ReadAsync(model, input);
    }

    private void Pass(string what, Account account, int most)
    {
        if (!premises.IsWithinRate($"replicate {what} {account.Id}", most, Minute))
        {
            throw ReplicateAnswers.Throttled();
        }
    }

    private ReplicateTask Find(Exchange exchange, Account account)
        => premises.Tasks.Find<ReplicateTask>(exchange.Route.TaskId!, account) ?? throw ReplicateAnswers.NotFound();

    private JsonObject Describe(ReplicateTask task, Exchange exchange, DateTimeOffset now)
    {
        var status = exchange.Fault?.Kind switch
        {
            FaultKind.UnknownOnce => "unknown",
            FaultKind.FailedOnce => "failed",
            FaultKind.CanceledOnce => "canceled",
            _ => Word(task.StatusAt(now)),
        };
        var ended = task.EndedBy(now);
        var isRemoved = ended is { } end && now - end >= Retention;
        var answer = new JsonObject
        {
            ["id"] = task.Id,
            ["model"] = task.Plan.Model,
            ["version"] = "hidden",
            ["input"] = isRemoved ? new JsonObject() : Input(task, exchange.Fault?.Kind),
            ["logs"] = "",
            ["output"] = status == "succeeded" && !isRemoved ? Output(task) : null,
            ["error"] = status == "failed" ? Error(task, exchange.Fault, now) : null,
            ["status"] = status,
            ["created_at"] = Text(task.SubmittedAt),
            ["data_removed"] = isRemoved,
            ["urls"] = new JsonObject { ["get"] = $"{Base}/predictions/{task.Id}", ["cancel"] = $"{Base}/predictions/{task.Id}/cancel", ["web"] = $"https://replicate.com/p/{task.Id}" },
        };
        if (status == "succeeded" && !isRemoved)
        {
            answer["metrics"] = new JsonObject { ["predict_time"] = Math.Round((task.EndsAt - task.StartsAt).TotalSeconds, 1) };
        }

        if (status == "processing" || (status == "succeeded" && task.Plan is ImagePlan))
        {
            answer["started_at"] = Text(task.StartsAt);
        }

        if (status == "succeeded")
        {
            answer["completed_at"] = Text(task.EndsAt);
        }

        return answer;
    }

    private static string Word(string status)
        => status switch
        {
            "PENDING" => "starting",
            "RUNNING" => "processing",
            _ => status.ToLowerInvariant(),
        };

    private static string Error(ReplicateTask task, FaultRule? fault, DateTimeOffset now)
    {
        var (code, message) = fault?.Kind == FaultKind.FailedOnce ? (fault.Code, fault.Message)
            : task.RanTooLong(now) ? (null, RanTooLong)
            : (task.Failure!.Code, task.Failure.Message);
        var text = message ?? FaultAnswer.Message;
        return code is null ? text : $"{text} ({code})";
    }

    private JsonNode Output(ReplicateTask task)
    {
        var urls = task.ResultsFrom(premises.Results, Place).Select(result => premises.Results.UrlOf(result, premises.Url)).ToList();
        return task.Plan is ImagePlan ? new JsonArray([.. urls.Select(static url => JsonValue.Create(url))]) : JsonValue.Create(urls[0]);
    }

    private static JsonNode Input(ReplicateTask task, FaultKind? fault)
    {
        var input = JsonNode.Parse(task.Input.GetRawText())!;
        if (input["prompt"] is { } prompt && prompt.GetValueKind() == JsonValueKind.String)
        {
            var text = prompt.GetValue<string>();
            input["prompt"] = fault switch
            {
                FaultKind.TrimmedPrompt => text.Trim(),
                FaultKind.OtherLineEnds => text.ReplaceLineEndings(text.Contains('\r', StringComparison.Ordinal) ? "\n" : "\r\n"),
                _ => text,
            };
        }

        return input;
    }
}
