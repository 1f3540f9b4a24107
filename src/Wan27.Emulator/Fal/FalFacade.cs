using Wan27.Emulator.Facades;
using Wan27.Emulator.Http;
using Wan27.Emulator.Service;

namespace Wan27.Emulator.Fal;

/// <summary>fal.ai: the queue under <c>/fal</c>, and its storage beside it.</summary>
internal sealed class FalFacade : IFacade
{
    private const string Scheme = "Key ";
    private const string Requests = "/fal-ai/wan/requests/";
    private const string Initiate = "/storage/upload/initiate";
    private const string InitiateParts = "/storage/upload/initiate-multipart";

    private readonly FalQueue _queue;
    private readonly FalStorage _storage;

    public FalFacade(Premises premises)
    {
        _queue = new(premises, Caller);
        _storage = new(premises, Caller);
    }

    public string Name => "fal";

    public string ApiKey => "emulator-fal:0f0e0d0c";

    public RouteMatch Find(string method, string path)
        => method switch
        {
            "POST" when FalModel.All.GetValueOrDefault(path[1..]) is { } model
                => new(model.MakesPictures ? Operations.ImageAsync : Operations.VideoSubmit, exchange => _queue.SubmitAsync(exchange, model)) { ReadsJson = true, Model = model.Id },
            "POST" when path is Initiate or InitiateParts => new(Operations.UploadPolicy, _storage.InitiateAsync) { ReadsJson = true },
            "POST" when path.StartsWith(FalStorage.Prefix, StringComparison.Ordinal) && path.EndsWith("/complete", StringComparison.Ordinal)
                => new(Operations.UploadPost, _storage.CompleteAsync) { ReadsJson = true },
            "PUT" when path.StartsWith(FalStorage.Prefix, StringComparison.Ordinal) => new(Operations.UploadPost, _storage.PutAsync),
            "GET" or "HEAD" when path.StartsWith(FalStorage.Prefix, StringComparison.Ordinal) => new(Operations.MediaGet, _storage.GetAsync),
            _ => path.StartsWith(Requests, StringComparison.Ordinal) ? OfRequest(method, path[Requests.Length..].Split('/')) : Nothing,
        };

    public HttpResponse Problem(FaultRule fault, Exchange exchange) => FalAnswers.Problem(fault);

    private static RouteMatch Nothing { get; } = new(Operations.Unknown, static _ => throw FalAnswers.Refusal(404, "Application not found"));

    private RouteMatch OfRequest(string method, string[] parts)
        => (method, parts) switch
        {
            ("GET", [var id, "status"]) => new(Operations.TaskQuery, _queue.StatusAsync) { TaskId = id },
            ("GET", [var id]) => new(Operations.TaskResult, _queue.ResultAsync) { TaskId = id },
            ("PUT", [var id, "cancel"]) => new(Operations.TaskCancel, _queue.CancelAsync) { TaskId = id },
            _ => Nothing,
        };

    /// <summary>The caller by a key in the scheme that fal.ai has for its own; one of another provider is none.</summary>
    private Account Caller(Exchange exchange)
    {
        var header = exchange.Request.Headers["Authorization"];
        var key = header?.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase) == true ? header[Scheme.Length..].Trim() : "";
        return key.Length > 0 && !KeyForm.IsForeign(key) ? Account.OfKey(key, Name) : throw FalAnswers.Unauthorized();
    }
}
