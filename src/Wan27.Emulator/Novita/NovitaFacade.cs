using Wan27.Emulator.Facades;
using Wan27.Emulator.Http;
using Wan27.Emulator.Service;

namespace Wan27.Emulator.Novita;

/// <summary>Novita under <c>/novita</c>: four routes and one question. It takes no files.</summary>
internal sealed class NovitaFacade : IFacade
{
    private const string Scheme = "Bearer ";
    private const string KeyPrefix = "sk_";
    private const string Routes = "/v3/async/";

    private readonly NovitaTasks _tasks;

    public NovitaFacade(Premises premises) => _tasks = new(premises, Caller);

    public string Name => "novita";

    public string ApiKey => "sk_emulator";

    public RouteMatch Find(string method, string path)
        => (method, path) switch
        {
            ("GET", "/v3/async/task-result") => new(Operations.TaskQuery, _tasks.ResultAsync),
            ("POST", _) when path.StartsWith(Routes, StringComparison.Ordinal) && NovitaRoute.All.GetValueOrDefault(path[Routes.Length..]) is { } route
                => new(Operations.VideoSubmit, exchange => _tasks.CreateAsync(exchange, route)) { ReadsJson = true, Model = route.Name },
            _ => Nothing,
        };

    public HttpResponse Problem(FaultRule fault, Exchange exchange) => NovitaAnswers.Problem(fault);

    private static RouteMatch Nothing { get; } = new(Operations.Unknown, static _ => throw NovitaAnswers.Refusal(404, "API_NOT_FOUND", "api not found"));

    /// <summary>The caller by a key with or without the word Bearer: the provider's own client leaves it out.</summary>
    private Account Caller(Exchange exchange)
    {
        var header = exchange.Request.Headers["Authorization"]?.Trim() ?? "";
        var key = header.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase) ? header[Scheme.Length..].Trim() : header;
        return key.Length == 0 ? throw NovitaAnswers.Refusal(400, "MISSING_API_KEY", "api key is missing")
            : key.StartsWith(KeyPrefix, StringComparison.Ordinal) && !KeyForm.IsForeign(key, KeyPrefix) ? Account.OfKey(key, Name)
            : throw NovitaAnswers.Refusal(403, "INVALID_API_KEY", "api key validation failed");
    }
}
