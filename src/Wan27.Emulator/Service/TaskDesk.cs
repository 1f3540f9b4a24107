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

    /// <summary>What a task says of itself that a fault makes look ended.</summary>
    private static (string Status, TaskFailure? Failure) EndOf(EmulatedTask task, DateTimeOffset now, FaultRule? fault)
        => fault switch
        {
            { Kind: FaultKind.FailedOnce } => ("FAILED", new TaskFailure(fault.Code, fault.Message, fault.Form)),
            { Kind: FaultKind.CanceledOnce } => ("CANCELED", null),
            _ => (task.StatusAt(now), task.Failure),
        };

    private static string PromptOf(EmulatedTask task, FaultRule? fault)
        => fault?.Kind switch
        {
            FaultKind.TrimmedPrompt => task.Plan.Prompt.Trim(),
            FaultKind.OtherLineEnds => task.Plan.Prompt.ReplaceLineEndings(task.Plan.Prompt.Contains('\r', StringComparison.Ordinal) ? "\n" : "\r\n"),
            _ => task.Plan.Prompt,
        };

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
        var (status, failure) = EndOf(task, now, exchange.Fault);
        var answer = new JsonObject { ["request_id"] = exchange.RequestId };
        if (status == "FAILED" && failure is { Form: FailureForm.Flat } flat)
        {
            answer["code"] = flat.Code;
            answer["message"] = flat.Message;
            return answer;
        }

        var output = new JsonObject { ["task_id"] = task.Id, ["task_status"] = status };
        answer["output"] = output;
        if (status == "FAILED" && failure is { Form: FailureForm.Bare })
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
            output["end_time"] = Time(task.CanceledAt ?? (task.EndsAt < now ? task.EndsAt : now));
        }

        if (status == "FAILED")
        {
            output["code"] = failure!.Code;
            output["message"] = failure.Message;
        }
        else if (status == "SUCCEEDED")
        {
            AddResults(task, output, exchange.Fault);
            answer["usage"] = TaskReport.Usage(task.Plan);
        }

        return answer;
    }

    private void AddResults(EmulatedTask task, JsonObject output, FaultRule? fault)
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
            output["orig_prompt"] = PromptOf(task, fault);
            output["video_url"] = urls[0];
        }
    }

    private string Time(DateTimeOffset time) => TaskReport.Time(time, premises.Contract);
}
