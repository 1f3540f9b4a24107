using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Wan27.Emulator.Facades;
using Wan27.Emulator.Http;
using Wan27.Emulator.Service;

namespace Wan27.Emulator.Fal;

/// <summary>The queue: takes requests in, tells how they are, hands out what the model answered, and cancels.</summary>
internal sealed class FalQueue(Premises premises, Func<Exchange, Account> caller)
{
    private const int LargeResult = 10 * 1024;

    private static readonly TimeSpan ResultLifetime = TimeSpan.FromHours(1);
    private static readonly TimeSpan LargeResultLifetime = TimeSpan.FromMinutes(6);
    private static readonly ResultPlace Place = new("/fal/files/b/", TimeSpan.FromDays(1), "token", GoneStatus: 404);

    private readonly FalInput _input = new(premises);

    /// <summary>The queue takes anything that is JSON; it is the model that finds fault with it, and the result that tells.</summary>
    public async Task<HttpResponse> SubmitAsync(Exchange exchange, FalModel model)
    {
        var account = caller(exchange);
        if (exchange.Body is not { ValueKind: JsonValueKind.Object } body)
        {
            throw FalAnswers.Refusal(422, "The request body is no JSON object");
        }

        var (plan, problems) = await _input.ReadAsync(model, body);
        var fault = exchange.Fault is { Kind: FaultKind.FailTask } scripted ? new TaskFailure(scripted.Code, scripted.Message, scripted.Form) : null;
        var task = new FalTask
        {
            Id = premises.Ids.Uuid(),
            RequestId = exchange.RequestId,
            Account = account,
            Plan = plan,
            ApiKeyPath = "",
            SubmittedAt = premises.Now,
            Input = body,
            Problems = problems,
            Failure = problems.Count > 0 ? new TaskFailure(problems[0]["type"]!.GetValue<string>(), problems[0]["msg"]!.GetValue<string>(), FailureForm.Output) : fault,
        };
        var ahead = premises.Tasks.Of(account).Count(peer => peer.StatusAt(premises.Now) == "PENDING");
        premises.Tasks.Add(task);
        if (task.Failure is null)
        {
            premises.Studio.Warm(plan);
        }

        premises.Log.Update(exchange.Sequence, entry => entry with
        {
            TaskId = task.Id,
            UnknownFields = [.. problems.Where(static problem => problem["type"]!.GetValue<string>() == "extra_forbidden").Select(static problem => problem["loc"]![1]!.GetValue<string>())],
        });
        var answer = Standing("IN_QUEUE", task.Id);
        answer["queue_position"] = ahead;
        return Answers.Json(answer);
    }

    public Task<HttpResponse> StatusAsync(Exchange exchange)
    {
        var task = Find(exchange);
        var now = premises.Now;
        var status = exchange.Fault?.Kind switch
        {
            FaultKind.UnknownOnce => "UNKNOWN",
            FaultKind.FailedOnce => "FAILED",
            FaultKind.CanceledOnce => "CANCELED",
            _ => task.StatusAt(now),
        };
        var answer = Standing(
            status switch
            {
                "PENDING" => "IN_QUEUE",
                "RUNNING" => "IN_PROGRESS",
                "UNKNOWN" => status,
                _ => "COMPLETED",
            },
            task.Id);
        switch (status)
        {
            case "PENDING":
                answer["queue_position"] = premises.Tasks.Of(task.Account).TakeWhile(peer => peer != task).Count(peer => peer.StatusAt(now) == "PENDING");
                break;
            case "RUNNING":
                answer["logs"] = exchange.Request.Query.GetValueOrDefault("logs") == "1"
                    ? new JsonArray(new JsonObject { ["message"] = "working", ["level"] = "INFO", ["source"] = "USER", ["timestamp"] = Time(task.StartsAt) })
                    : null;
                break;
            case "UNKNOWN":
                break;
            default:
                answer["logs"] = null;
                answer["metrics"] = status == "SUCCEEDED" ? new JsonObject { ["inference_time"] = Math.Round((task.EndsAt - task.StartsAt).TotalSeconds, 1) } : new JsonObject();
                if (status != "SUCCEEDED")
                {
                    var (error, type) = status == task.StatusAt(now) ? FalAnswers.ReasonOf(task)
                        : status == "FAILED" ? (exchange.Fault!.Message ?? FaultAnswer.Message, exchange.Fault.Code)
                        : ("Request was cancelled", null);
                    answer["error"] = error;
                    if (type is not null)
                    {
                        answer["error_type"] = type;
                    }
                }

                break;
        }

        return Task.FromResult(Answers.Json(answer, status: status is "PENDING" or "RUNNING" ? 202 : 200));
    }

    /// <summary>Repeats status and body of what the model answered, for as long as that is kept.</summary>
    public Task<HttpResponse> ResultAsync(Exchange exchange)
    {
        var task = Find(exchange);
        var now = premises.Now;
        if (now < task.EndsAt)
        {
            throw FalAnswers.Refusal(400, "Request is still in progress");
        }

        var response = task.Failure is not null ? FalAnswers.Failure(task) : Answers.Json(Output(task));
        if (now - task.EndsAt >= (response.Length >= LargeResult ? LargeResultLifetime : ResultLifetime))
        {
            throw FalAnswers.NoRequest();
        }

        response.Headers.Add("x-fal-request-id", task.Id);
        return Task.FromResult(response);
    }

    public Task<HttpResponse> CancelAsync(Exchange exchange)
    {
        var account = caller(exchange);
        var now = premises.Now;
        if (premises.Tasks.Find<FalTask>(exchange.Route.TaskId!, account) is not { CanceledAt: null } task)
        {
            return Word(404, "NOT_FOUND");
        }

        if (premises.Tasks.TryCancel(task, now))
        {
            return Word(200, "OK");
        }

        if (now >= task.EndsAt)
        {
            return Word(400, "ALREADY_COMPLETED");
        }

        task.WasToldToStop = true;
        return Word(202, "CANCELLATION_REQUESTED");
    }

    private static Task<HttpResponse> Word(int status, string word) => Task.FromResult(Answers.Json(new JsonObject { ["status"] = word }, status: status));

    private static string Time(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    /// <summary>A request of the caller that is still in the queue's books: a canceled one was removed from them.</summary>
    private FalTask Find(Exchange exchange)
        => premises.Tasks.Find<FalTask>(exchange.Route.TaskId!, caller(exchange)) is { CanceledAt: null } task ? task : throw FalAnswers.NoRequest();

    private JsonObject Standing(string status, string id)
    {
        var url = $"{premises.Url.GetLeftPart(UriPartial.Authority)}/fal/fal-ai/wan/requests/{id}";
        return new() { ["status"] = status, ["request_id"] = id, ["response_url"] = url, ["status_url"] = url + "/status", ["cancel_url"] = url + "/cancel" };
    }

    private JsonObject Output(FalTask task)
    {
        var files = task.ResultsFrom(premises.Results, Place).Select(result =>
        {
            var name = Path.GetFileName(result.Path);
            var type = Path.GetExtension(name) switch { ".mp4" => "video/mp4", ".png" => "image/png", ".webp" => "image/webp", _ => "image/jpeg" };
            return new JsonObject
            {
                ["url"] = premises.Results.UrlOf(result, premises.Url),
                ["content_type"] = type,
                ["file_name"] = name,
                ["file_size"] = result.FileAsync().GetAwaiter().GetResult().Length,
            };
        }).ToArray<JsonNode>();
        var fields = new BodyFields(task.Input);
        var seed = fields.Whole("seed") ?? 41;
        if (task.Plan is ImagePlan)
        {
            var pictures = new JsonObject { ["images"] = new JsonArray(files), ["seed"] = seed };
            if (task.Plan.Model.EndsWith("text-to-image", StringComparison.Ordinal))
            {
                pictures["generated_text"] = null;
            }

            return pictures;
        }

        var film = new JsonObject { ["video"] = files[0], ["seed"] = seed };
        if (fields.Flag("enable_prompt_expansion") != false && FalModel.All[task.Plan.Model].Fields.Any(static rule => rule.Name == "enable_prompt_expansion"))
        {
            film["actual_prompt"] = task.Plan.Prompt;
        }

        return film;
    }
}
