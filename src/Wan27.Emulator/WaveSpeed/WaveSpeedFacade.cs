using Wan27.Emulator.Facades;
using Wan27.Emulator.Http;
using Wan27.Emulator.Service;

namespace Wan27.Emulator.WaveSpeed;

/// <summary>WaveSpeed under <c>/wavespeed</c>: one model, its predictions, and uploads.</summary>
internal sealed class WaveSpeedFacade : IFacade
{
    private const string Scheme = "Bearer ";
    private const string Api = "/api/v3/";
    private const string Predictions = Api + "predictions/";

    private readonly WaveSpeedPredictions _predictions;
    private readonly WaveSpeedUploads _uploads;

    public WaveSpeedFacade(Premises premises)
    {
        _predictions = new(premises, Caller);
        _uploads = new(premises, Caller);
    }

    public string Name => "wavespeed";

    public string ApiKey => "emulator-wavespeed";

    public RouteMatch Find(string method, string path)
        => (method, path) switch
        {
            ("POST", Api + WaveSpeedPredictions.Model) => new(Operations.VideoSubmit, _predictions.CreateAsync) { ReadsJson = true, Model = WaveSpeedPredictions.Model },
            ("POST", Api + "media/uploads") => new(Operations.UploadPolicy, _uploads.TicketAsync) { ReadsJson = true },
            ("PUT", _) when path.StartsWith(WaveSpeedUploads.Incoming, StringComparison.Ordinal) => new(Operations.UploadPost, _uploads.PutAsync),
            ("GET" or "HEAD", _) when path.StartsWith(WaveSpeedUploads.Static, StringComparison.Ordinal) => new(Operations.MediaGet, _uploads.GetAsync),
            ("GET", _) when path.StartsWith(Predictions, StringComparison.Ordinal) => OfPrediction(path[Predictions.Length..].Split('/')),
            _ => Nothing,
        };

    public HttpResponse Problem(FaultRule fault, Exchange exchange) => WaveSpeedAnswers.Problem(fault);

    private static RouteMatch Nothing { get; } = new(Operations.Unknown, static _ => throw WaveSpeedAnswers.Refusal(404, "Not Found"));

    /// <summary>The page names the address with and without the last word.</summary>
    private RouteMatch OfPrediction(string[] parts)
        => parts is [_] or [_, "result"] ? new(Operations.TaskQuery, _predictions.ResultAsync) { TaskId = parts[0] } : Nothing;

    private Account Caller(Exchange exchange)
    {
        var header = exchange.Request.Headers["Authorization"];
        var key = header?.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase) == true ? header[Scheme.Length..].Trim() : "";
        return key.Length > 0 && !KeyForm.IsForeign(key) ? Account.OfKey(key, Name) : throw WaveSpeedAnswers.Refusal(401, "Unauthorized");
    }
}
