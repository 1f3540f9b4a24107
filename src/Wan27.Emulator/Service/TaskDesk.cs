using System.Text.Json.Nodes;
using Wan27.Emulator.Http;

namespace Wan27.Emulator.Service;

/// <summary>Answers for single tasks: how they are, and whether they can still be stopped (contract 6.1 and 6.2).</summary>
internal sealed class TaskDesk(Premises premises)
{
    public Task<HttpResponse> QueryAsync(Exchange exchange)
    {
        var account = premises.Caller(exchange);
        premises.PassRate($"query {account.Id}", "rate.query.perSecond");
        var now = premises.Now;
        var id = exchange.Route.TaskId!;
        var task = premises.Tasks.Find(id, account, now);
        return Task.FromResult(Answers.Json(
            task is null || exchange.Fault?.Kind == FaultKind.UnknownOnce ? Unknown(id, exchange) : Describe(task, now, exchange), exchange.RequestId));
    }

    public Task<HttpResponse> CancelAsync(Exchange exchange)
    {
        var account = premises.Caller(exchange);
        premises.PassRate($"cancel {account.Id}", "rate.query.perSecond");
        var now = premises.Now;
        var task = premises.Tasks.Find(exchange.Route.TaskId!, account, now);
        return task is not null && premises.Tasks.TryCancel(task, now)
            ? Task.FromResult(Answers.Json(new JsonObject { ["request_id"] = exchange.RequestId }, exchange.RequestId))
            : throw new ServiceRefusal(400, "UnsupportedOperation", "Failed to cancel the task, please confirm if the task is in PENDING status.");
    }

    private static JsonObject Unknown(string id, Exchange exchange)
        => new()
        {
            ["request_id"] = exchange.RequestId,
            ["output"] = new JsonObject { ["task_id"] = id, ["task_status"] = "UNKNOWN" },
        };

    private JsonObject Describe(EmulatedTask task, DateTimeOffset now, Exchange exchange)
    {
        var status = task.StatusAt(now);
        var answer = new JsonObject { ["request_id"] = exchange.RequestId };
        if (status == "FAILED" && task.Failure is { Form: FailureForm.Flat } flat)
        {
            answer["code"] = flat.Code;
            answer["message"] = flat.Message;
            return answer;
        }

        var output = new JsonObject { ["task_id"] = task.Id, ["task_status"] = status };
        answer["output"] = output;
        if (status == "FAILED" && task.Failure is { Form: FailureForm.Bare })
        {
            return answer;
        }

        output["submit_time"] = Time(task.SubmittedAt);
        if (status is "RUNNING" or "SUCCEEDED" or "FAILED")
        {
            output["scheduled_time"] = Time(task.StartsAt);
        }

        if (status is "SUCCEEDED" or "FAILED" or "CANCELED")
        {
            output["end_time"] = Time(task.CanceledAt ?? task.EndsAt);
        }

        if (status == "FAILED")
        {
            output["code"] = task.Failure!.Code;
            output["message"] = task.Failure.Message;
        }
        else if (status == "SUCCEEDED")
        {
            AddResults(task, output);
            answer["usage"] = TaskReport.Usage(task.Plan);
        }

        return answer;
    }

    private void AddResults(EmulatedTask task, JsonObject output)
    {
        var urls = task.ResultsFrom(premises.Results).Select(result => premises.Results.UrlOf(result, premises.Url)).ToList();
        if (task.Plan is ImagePlan image)
        {
            foreach (var (name, value) in TaskReport.Choices(image, urls))
            {
                output[name] = value?.DeepClone();
            }
        }
        else
        {
            output["orig_prompt"] = task.Plan.Prompt;
            output["video_url"] = urls[0];
        }
    }

    private string Time(DateTimeOffset time) => TaskReport.Time(time, premises.Contract);
}
