using System.Text.Json;
using Wan27.Emulator.Facades;
using Wan27.Emulator.Http;

namespace Wan27.Emulator.Service;

/// <summary>Receives every request: logs it, lets scripted faults have their way, and turns refusals into answers.</summary>
internal sealed class ServiceFront(Premises premises)
{
    private const long MaxJson = 128L * 1024 * 1024;

    private readonly RouteTable _routes = new(premises);
    private readonly ControlDesk _control = new(premises);

    public async Task<HttpResponse> AnswerAsync(HttpRequest request, CancellationToken stop)
    {
        if (request.Path.StartsWith(ControlDesk.Prefix, StringComparison.Ordinal))
        {
            return await _control.AnswerAsync(request, stop);
        }

        var route = _routes.Find(request.Method, request.Path);
        var sequence = premises.Log.Begin((number, time) => FirstEntry(request, route, number, time));
        var exchange = new Exchange(request, route, sequence, premises.Ids.Uuid(), stop);
        HttpResponse response;
        try
        {
            response = await AnswerLoggedAsync(exchange);
        }
        catch
        {
            // The peer left or sent no HTTP: there is no answer, but the request has ended.
            premises.Log.End(sequence, 0);
            throw;
        }

        premises.Log.Update(sequence, entry => entry with { Status = response.Transmission.Dropped ? 0 : response.Status, BytesReceived = request.Body.BytesRead });
        response.Finished = bytes => premises.Log.End(sequence, bytes);
        return response;
    }

    private LogEntry FirstEntry(HttpRequest request, RouteMatch route, long number, DateTimeOffset time)
    {
        var authorization = request.Headers["Authorization"];
        return new()
        {
            Sequence = number,
            StartedAt = time,
            Method = request.Method,
            Path = request.Path,
            Query = QueryText.WithoutSignature(request.QueryString),
            Operation = route.Operation,
            HasAuthorization = authorization is not null,
            KeyFingerprint = Account.Of(authorization)?.Fingerprint,
            AsyncHeader = request.Headers["X-DashScope-Async"] == "enable",
            ResolveHeader = request.Headers["X-DashScope-OssResourceResolve"] == "enable",
            HeaderNames = [.. request.Headers.Fields.Select(static field => field.Key)],
            Range = request.Headers["Range"],
            Model = route.Model ?? request.Query.GetValueOrDefault("model") ?? premises.Results.Find(request.Path)?.Model,
            TaskId = route.TaskId,
        };
    }

    private async Task<HttpResponse> AnswerLoggedAsync(Exchange exchange)
    {
        var model = exchange.Route.Model ?? exchange.Request.Query.GetValueOrDefault("model") ?? premises.Results.Find(exchange.Request.Path)?.Model;
        if (premises.Faults.TakeAtHead(Subject(exchange, model)) is { } early)
        {
            Note(exchange, early);
            return HttpResponse.Dropped();
        }

        if (exchange.Route.ReadsJson)
        {
            exchange.Body = await ReadJsonAsync(exchange);
            model = exchange.Route.Model ?? ModelOf(exchange.Body) ?? model;
            premises.Log.Update(exchange.Sequence, entry => entry with { Model = model, Body = BodyDigest.Of(exchange.Body) });
        }

        if (premises.Faults.Take(Subject(exchange, model)) is { } fault)
        {
            exchange.Fault = fault;
            Note(exchange, fault);
        }

        switch (exchange.Fault?.Kind)
        {
            case FaultKind.DropAfterBody:
                await exchange.Request.Body.DrainAsync(long.MaxValue, exchange.Stop);
                return HttpResponse.Dropped();
            case FaultKind.LateAccept:
                await exchange.Request.Body.DrainAsync(long.MaxValue, exchange.Stop);
                premises.Later.Add(TimeSpan.FromSeconds(exchange.Fault.Delay), () => HandleAsync(exchange), exchange.Stop);
                return HttpResponse.Dropped();
            case FaultKind.Status:
                await exchange.Request.Body.DrainAsync(long.MaxValue, exchange.Stop);
                return FaultAnswer.Error(exchange.Fault, exchange);
            default:
                return FaultAnswer.Bend(await HandleAsync(exchange), exchange);
        }
    }

    private async Task<HttpResponse> HandleAsync(Exchange exchange)
    {
        try
        {
            var response = await exchange.Route.Handle(exchange);
            premises.Log.Update(exchange.Sequence, static entry => entry with { Accepted = true });
            return response;
        }
        catch (ServiceRefusal refusal)
        {
            Refused(exchange, refusal.Code, refusal.Message);
            return Answers.Error(refusal.Status, refusal.Code, refusal.Message, exchange.RequestId, refusal.RetryAfter);
        }
        catch (FacadeRefusal refusal)
        {
            Refused(exchange, refusal.Code, refusal.Message);
            return refusal.Response;
        }
        catch (StorageRefusal refusal)
        {
            Refused(exchange, refusal.Code, refusal.Message);
            return Answers.Xml(refusal, exchange.RequestId);
        }
        catch (Exception defect) when (defect is not (IOException or OperationCanceledException or MalformedRequestException))
        {
            // A mistake of the emulator must show up in a test as itself, not as a cut connection.
            Refused(exchange, "EmulatorDefect", defect.ToString());
            return Answers.Error(500, "EmulatorDefect", defect.Message, exchange.RequestId, retryAfter: null);
        }
    }

    private static async Task<JsonElement?> ReadJsonAsync(Exchange exchange)
    {
        var bytes = await exchange.Request.ReadBodyAsync(MaxJson, exchange.Stop);
        try
        {
            using var document = JsonDocument.Parse(bytes);
            return document.RootElement.Clone();
        }
        catch (JsonException)
        {
            // The desk refuses an absent body in the service's words, after it has looked at the key.
            return null;
        }
    }

    private static string? ModelOf(JsonElement? body)
        => body is { ValueKind: JsonValueKind.Object } json && json.TryGetProperty("model", out var model) && model.ValueKind == JsonValueKind.String
            ? model.GetString()
            : null;

    private static FaultSubject Subject(Exchange exchange, string? model)
        => new(exchange.Route.Operation, exchange.Request.Method, exchange.Request.Path, model, exchange.Route.TaskId);

    private void Refused(Exchange exchange, string code, string message)
        => premises.Log.Update(exchange.Sequence, entry => entry with { Code = code, Message = message });

    private void Note(Exchange exchange, FaultRule fault)
        => premises.Log.Update(exchange.Sequence, entry => entry with { Fault = fault.Kind.ToString(), BytesReceived = exchange.Request.Body.BytesRead });
}
