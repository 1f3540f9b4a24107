using System.Net.Http.Headers;
using Wan27.Engine.Profiles;

namespace Wan27.Engine.Providers.Exchanges;

/// <summary>Lets requests through as they are, and writes down each with its answer: for -Debug, and for errors that are explained later.</summary>
internal sealed class ExchangeHandler(HttpMessageInvoker inner, ExchangeText words, ExchangeMemory memory, IStepLog log, TimeProvider time) : HttpMessageHandler
{
    /// <summary>Connections whose exchanges are written down under one profile's key.</summary>
    public static HttpMessageInvoker Watch(HttpMessageInvoker connections, ApiKey? key, ExchangeMemory memory, IStepLog log, TimeProvider time)
        => new(new ExchangeHandler(connections, new ExchangeText(key), memory, log, time), disposeHandler: true);

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var exchange = Exchange.Begin(request);
        var asked = await AskedAsync(request, cancellationToken);
        var began = time.GetTimestamp();
        try
        {
            var response = await inner.SendAsync(request, cancellationToken);
            if (!IsText(response.Content.Headers.ContentType))
            {
                End(() => words.Answer(response, null));
                return response;
            }

            response.Content = new TappedContent(response.Content, (body, fault) => End(() => words.Answer(response, body) + (fault is null ? string.Empty : words.Fault(fault))));
            return response;
        }
        catch (Exception failed)
        {
            End(() => words.Fault(failed));
            throw;
        }

        void End(Func<string> tell)
        {
            string answered;
            try
            {
                answered = tell();
            }
            catch (Exception unspeakable)
            {
                // Whatever a server sends: an answer that may have cost money is never lost because it could not be shown.
                answered = $"an answer that cannot be shown ({unspeakable.GetType().Name})";
            }

            var text = $"{asked}{Environment.NewLine}after {time.GetElapsedTime(began).TotalMilliseconds:0} ms: {answered}";
            exchange.End(text);
            memory.Add(text);
            log.Debug(text);
        }
    }

    private async Task<string> AskedAsync(HttpRequestMessage request, CancellationToken ct)
    {
        try
        {
            return await words.RequestAsync(request, ct);
        }
        catch (Exception unspeakable) when (unspeakable is not OperationCanceledException)
        {
            // A request leaves whether or not it can be shown.
            return $"{request.Method}, a request that cannot be shown ({unspeakable.GetType().Name})";
        }
    }

    /// <summary>What the service itself sends is JSON, its storage XML; whatever else comes may be a gateway's page, but never a clip.</summary>
    private static bool IsText(MediaTypeHeaderValue? type)
        => type?.MediaType is null or "" || type.MediaType.StartsWith("text/", StringComparison.OrdinalIgnoreCase)
            || type.MediaType.EndsWith("json", StringComparison.OrdinalIgnoreCase) || type.MediaType.EndsWith("xml", StringComparison.OrdinalIgnoreCase);
}
