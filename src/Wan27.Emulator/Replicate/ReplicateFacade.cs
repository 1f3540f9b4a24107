using System.Text.Json.Nodes;
using Wan27.Emulator.Facades;
using Wan27.Emulator.Http;
using Wan27.Emulator.Service;

namespace Wan27.Emulator.Replicate;

/// <summary>Replicate under <c>/replicate</c>: predictions, files, models and the account.</summary>
internal sealed class ReplicateFacade : IFacade
{
    private const string Scheme = "Bearer ";
    private const string Token = "r8_";
    private const string Models = "/v1/models/";
    private const string Predictions = "/v1/predictions";

    private readonly ReplicatePredictions _predictions;
    private readonly ReplicateFiles _files;

    public ReplicateFacade(Premises premises)
    {
        _predictions = new(premises, Caller);
        _files = new(premises, Caller);
    }

    public string Name => "replicate";

    public string Base => "/v1";

    public string ApiKey => "r8_emulator";

    public RouteMatch Find(string method, string path)
        => (method, path) switch
        {
            ("GET", "/v1/account") => new(Operations.AccountGet, Account),
            ("GET", Predictions) => new(Operations.TaskList, _predictions.ListAsync),
            ("POST", "/v1/files") => new(Operations.UploadPost, _files.CreateAsync),
            ("GET", _) when path.StartsWith(ReplicateFiles.Prefix, StringComparison.Ordinal) => new(Operations.MediaGet, _files.GetAsync),
            ("DELETE", _) when path.StartsWith(ReplicateFiles.Prefix, StringComparison.Ordinal) => new(Operations.MediaGet, _files.DeleteAsync),
            _ when path.StartsWith(Models, StringComparison.Ordinal) => OfModel(method, path[Models.Length..]),
            _ when path.StartsWith(Predictions + "/", StringComparison.Ordinal) => OfPrediction(method, path[(Predictions.Length + 1)..].Split('/')),
            _ => Nothing,
        };

    public HttpResponse Problem(FaultRule fault, Exchange exchange) => ReplicateAnswers.Problem(fault);

    private static RouteMatch Nothing { get; } = new(Operations.Unknown, static _ => throw ReplicateAnswers.NotFound());

    private RouteMatch OfModel(string method, string rest)
    {
        var id = rest.EndsWith("/predictions", StringComparison.Ordinal) ? rest[..^"/predictions".Length] : rest;
        return (method, ReplicateModel.All.GetValueOrDefault(id), id == rest) switch
        {
            ("POST", { } model, false) => new(model.MakesPictures ? Operations.ImageAsync : Operations.VideoSubmit, exchange => _predictions.CreateAsync(exchange, model)) { ReadsJson = true, Model = model.Id },
            ("GET", { } model, true) => new(Operations.ModelsList, exchange => ModelAsync(exchange, model)) { Model = model.Id },
            _ => Nothing,
        };
    }

    private RouteMatch OfPrediction(string method, string[] parts)
        => (method, parts) switch
        {
            ("GET", [var id]) => new(Operations.TaskQuery, _predictions.GetAsync) { TaskId = id },
            ("POST", [var id, "cancel"]) => new(Operations.TaskCancel, _predictions.CancelAsync) { TaskId = id },
            _ => Nothing,
        };

    private Task<HttpResponse> Account(Exchange exchange)
    {
        Caller(exchange);
        return Task.FromResult(Answers.Json(new JsonObject { ["type"] = "user", ["username"] = "emulator", ["name"] = "Emulator", ["github_url"] = null, ["avatar_url"] = null }));
    }

    private Task<HttpResponse> ModelAsync(Exchange exchange, ReplicateModel model)
    {
        Caller(exchange);
        return Task.FromResult(Answers.Json(new JsonObject
        {
            ["url"] = $"https://replicate.com/{model.Id}",
            ["owner"] = "wan-video",
            ["name"] = model.Name,
            ["description"] = null,
            ["visibility"] = "public",
            ["latest_version"] = null,
        }));
    }

    private Account Caller(Exchange exchange)
    {
        var header = exchange.Request.Headers["Authorization"];
        var key = header?.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase) == true ? header[Scheme.Length..].Trim() : "";
        return key.StartsWith(Token, StringComparison.Ordinal) && !KeyForm.IsForeign(key, Token) ? Service.Account.OfKey(key, Name) : throw ReplicateAnswers.Unauthenticated();
    }
}
