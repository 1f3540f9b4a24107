using System.Text.Json;
using System.Text.Json.Nodes;
using Wan27.Emulator.Facades;
using Wan27.Emulator.Http;
using Wan27.Emulator.Service;

namespace Wan27.Emulator.Fal;

/// <summary>The forms in which the queue and the models say no.</summary>
internal static class FalAnswers
{
    /// <summary>The platform's own reasons (a flat object); everything else is the model's (a list).</summary>
    private static readonly Dictionary<string, int> PlatformReasons = new()
    {
        ["request_timeout"] = 504,
        ["startup_timeout"] = 504,
        ["runner_scheduling_failure"] = 503,
        ["runner_connection_timeout"] = 503,
        ["runner_disconnected"] = 503,
        ["runner_connection_refused"] = 503,
    };

    public static FacadeRefusal Unauthorized() => Refusal(401, "Authentication is required to access this application");

    public static FacadeRefusal NoRequest() => Refusal(404, "Request not found");

    public static FacadeRefusal Refusal(int status, string detail) => new(Answers.Json(new JsonObject { ["detail"] = detail }, status: status), $"http_{status}", detail);

    /// <summary>A scripted error: a reason of the platform by its name, anything else as a plain detail.</summary>
    public static HttpResponse Problem(FaultRule fault)
    {
        var message = fault.Message ?? FaultAnswer.Message;
        var response = fault.Code is { } code && PlatformReasons.ContainsKey(code) ? Platform(fault.Status, code, message)
            : fault is { Code: { } type, Status: < 500 } ? Model(fault.Status, [FalProblem.Entry("prompt", message, type, null)])
            : Answers.Json(new JsonObject { ["detail"] = message }, status: fault.Status);
        if (fault.RetryAfter is { } seconds)
        {
            response.Headers.Add("Retry-After", seconds.ToString(System.Globalization.CultureInfo.InvariantCulture));
        }

        return response;
    }

    /// <summary>The result of a task that has failed: status and body of the model, or of the platform that lost it.</summary>
    public static HttpResponse Failure(FalTask task)
    {
        if (task.Problems.Count > 0)
        {
            return Model(422, [.. task.Problems.Select(static problem => problem.DeepClone())]);
        }

        var failure = task.Failure!;
        var message = failure.Message ?? "The model could not process the input.";
        return failure.Code is { } code && PlatformReasons.TryGetValue(code, out var status) ? Platform(status, code, message)
            : failure is { Code: null } or { Form: FailureForm.Bare } ? Answers.Json(new JsonObject { ["detail"] = message }, status: 422)
            : Model(422, [Named(failure.Code, message, task)]);
    }

    /// <summary>What the status of a failed task says of it.</summary>
    public static (string Error, string? Type) ReasonOf(FalTask task)
        => task.Problems.Count > 0
            ? (task.Problems[0]["msg"]!.GetValue<string>(), task.Problems[0]["type"]!.GetValue<string>())
            : (task.Failure?.Message ?? "The model could not process the input.", task.Failure?.Code);

    private static JsonObject Named(string type, string message, FalTask task)
    {
        var entry = FalProblem.Entry("prompt", message, type, new BodyFields(task.Input).Any("prompt"));
        if (type == "content_policy_violation")
        {
            entry["ctx"] = new JsonObject { ["extra_info"] = new JsonObject() };
            entry["categories"] = new JsonArray("violence");
        }

        return entry;
    }

    private static HttpResponse Platform(int status, string type, string message)
    {
        var response = Answers.Json(new JsonObject { ["detail"] = message, ["error_type"] = type }, status: status);
        response.Headers.Add("X-Fal-Error-Type", type);
        return response;
    }

    private static HttpResponse Model(int status, JsonArray detail)
    {
        var response = Answers.Json(new JsonObject { ["detail"] = detail }, status: status);
        response.Headers.Add("X-Fal-Retryable", "false");
        return response;
    }
}
