using System.Text.Json;
using Wan27.Emulator.Http;
using System.Text.Json.Nodes;

namespace Wan27.Emulator.Service;

/// <summary>Takes the requests that cost money on the real service.</summary>
internal sealed class SubmitDesk(Premises premises)
{
    // Names of the contract's paths. The image route's synchronous path takes the requests of its asynchronous one.
    private const string ImageService = "imageAsync";
    private const string VideoService = "videoSynthesis";

    private static readonly TimeSpan LongestSync = TimeSpan.FromSeconds(1);

    private readonly RouteRules _rules = RouteRules.Of(premises.Inputs, premises.Contract);

    public async Task<HttpResponse> ImageSyncAsync(Exchange exchange)
    {
        var account = premises.Caller(exchange);
        if (exchange.WantsAsync)
        {
            throw new ServiceRefusal(403, "AccessDenied", "current user api does not support asynchronous calls.");
        }

        var plan = (ImagePlan)await CheckAsync(exchange, account, ImageService);
        var total = TimeSpan.FromSeconds(premises.Options.TaskSeconds);
        var delay = premises.Options.SyncDelay ?? (total < LongestSync ? total : LongestSync);
        if (delay > TimeSpan.Zero)
        {
            await Task.Delay(delay, premises.Options.Time, exchange.Stop);
        }

        var results = premises.Results.Reserve(plan, taskId: null, premises.Now);
        var output = TaskReport.Choices(plan, [.. results.Select(result => premises.Results.UrlOf(result, premises.Url))]);
        return Answers.Json(
            new JsonObject { ["output"] = output, ["usage"] = TaskReport.Usage(plan), ["request_id"] = exchange.RequestId }, exchange.RequestId);
    }

    public Task<HttpResponse> ImageAsync(Exchange exchange) => CreateTaskAsync(exchange, "image-generation:generation", ImageService);

    public Task<HttpResponse> VideoAsync(Exchange exchange) => CreateTaskAsync(exchange, "video-generation:video-synthesis", VideoService);

    private async Task<HttpResponse> CreateTaskAsync(Exchange exchange, string operation, string service)
    {
        var account = premises.Caller(exchange);
        if (!exchange.WantsAsync)
        {
            throw new ServiceRefusal(403, "AccessDenied", "current user api does not support synchronous calls.");
        }

        var plan = await CheckAsync(exchange, account, service);
        var failing = exchange.Fault is { Kind: FaultKind.FailTask } fault ? new TaskFailure(fault.Code, fault.Message, fault.Form) : null;
        var task = new EmulatedTask
        {
            Id = premises.Ids.Uuid(),
            RequestId = exchange.RequestId,
            Account = account,
            Plan = plan,
            ApiKeyPath = $"apikey:v1:aigc:{operation}:{plan.Model}",
            SubmittedAt = premises.Now,
            Failure = failing,
        };
        premises.Tasks.Add(task);
        premises.Studio.Warm(plan);
        premises.Log.Update(exchange.Sequence, entry => entry with { TaskId = task.Id });
        return Answers.Json(
            new JsonObject
            {
                ["output"] = new JsonObject { ["task_status"] = "PENDING", ["task_id"] = task.Id },
                ["request_id"] = exchange.RequestId,
            },
            exchange.RequestId);
    }

    private async Task<TaskPlan> CheckAsync(Exchange exchange, Account account, string service)
    {
        if (exchange.Body is not { ValueKind: JsonValueKind.Object } json)
        {
            throw ServiceRefusal.Parameter("Required body invalid, please check the request body format.");
        }

        var unknown = new List<string>();
        try
        {
            var body = new FieldReader(json, "", unknown);
            var id = body.Text("model") ?? throw ServiceRefusal.Required("model");
            var model = premises.Contract.Models.GetValueOrDefault(id) ?? throw ServiceRefusal.Parameter("Model not exist.");
            if (!premises.Contract.RoutesOf(service).Contains(model.Route))
            {
                throw ServiceRefusal.Parameter("url error, please check url!");
            }

            premises.PassRate($"submit {account.Id} {id}", "rate.submit.perSecond");
            return await _rules.Find(model.Route).CheckAsync(exchange, account, model, body);
        }
        finally
        {
            premises.Log.Update(exchange.Sequence, entry => entry with { UnknownFields = unknown });
        }
    }
}
