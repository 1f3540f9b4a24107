using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Wan27.Engine.Contract;
using Wan27.Engine.Profiles;
using Wan27.Engine.Providers.Exchanges;
using Wan27.Engine.Records;

namespace Wan27.Engine.Providers;

/// <summary>
/// Sends one request with the profile's key and reads its answer. It never repeats, never follows a redirect, and takes the key to no other
/// host than the provider's own.
/// </summary>
internal sealed class WireTransport(HttpMessageInvoker http, Bundle bundle, TimeProvider time, IAnswerWords words)
{
    private const long Unknown = long.MinValue;

    private long _clockOffset = Unknown;

    /// <summary>How far the service's clock is ahead of this machine's, to the second; null before the first answer.</summary>
    public TimeSpan? ClockOffset => Interlocked.Read(ref _clockOffset) is not Unknown and var ticks ? TimeSpan.FromTicks(ticks) : null;

    /// <summary>
    /// Sends what may be billed. Until its body leaves it can be given up; from then on it is never abandoned on the wire: its answer is
    /// waited for, and noted, even after the prompt is back.
    /// </summary>
    public async Task<ApiAnswer> SubmitAsync(OutgoingRequest request, TimeSpan timeout, IDeparture departure, CancellationToken ct)
    {
        ct.ThrowIfCancellationRequested();
        using var limit = new CancellationTokenSource(timeout, time);
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(limit.Token);
        using var givenUp = ct.UnsafeRegister(static state => ((CancellationTokenSource)state!).Cancel(), ended);
        using var body = new DepartingContent(request.Body, async () =>
        {
            givenUp.Unregister();
            ended.Token.ThrowIfCancellationRequested();
            await departure.LeavingAsync();
        });
        using var message = Message(request);
        message.Content = body;
        return await ExplainedAsync(message, timeout, () => body.MayHaveArrived, limit.Token, ended.Token, ct);
    }

    /// <summary>Sends what costs nothing and may be given up at any time.</summary>
    public async Task<ApiAnswer> AskAsync(OutgoingRequest request, TimeSpan timeout, CancellationToken ct)
    {
        ct.ThrowIfCancellationRequested();
        using var limit = new CancellationTokenSource(timeout, time);
        using var linked = CancellationTokenSource.CreateLinkedTokenSource(ct, limit.Token);
        using var message = Message(request);
        if (request.Body is { } body)
        {
            message.Content = new StringContent(body.Root.ToJsonString(WireJson.Options), new MediaTypeHeaderValue("application/json"));
        }

        return await ExplainedAsync(message, timeout, static () => false, limit.Token, linked.Token, ct);
    }

    /// <summary>A request with the key, without content.</summary>
    public HttpRequestMessage Message(OutgoingRequest request)
    {
        var message = new HttpRequestMessage(request.Method, bundle.KeyAddress(request.Address));
        message.Headers.Authorization = new AuthenticationHeaderValue(bundle.Provider.KeyScheme, bundle.Key.Reveal());
        message.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("application/json"));
        foreach (var (name, value) in request.Headers)
        {
            message.Headers.Add(name, value);
        }

        return message;
    }

    private async Task<ApiAnswer> ExplainedAsync(
        HttpRequestMessage message, TimeSpan timeout, Func<bool> mayHaveEffect, CancellationToken limit, CancellationToken either, CancellationToken ct)
    {
        try
        {
            return await SendAsync(message, timeout, mayHaveEffect, limit, either, ct);
        }
        catch (WanException failed) when (Exchange.Of(message) is { } exchange)
        {
            throw exchange.Explain(failed);
        }
    }

    /// <param name="message">The request.</param>
    /// <param name="timeout">Its time, for words.</param>
    /// <param name="mayHaveEffect">Whether it may have been carried out by now.</param>
    /// <param name="limit">The time is over.</param>
    /// <param name="either">The time is over, or the caller has given up where that is still heard.</param>
    /// <param name="ct">The caller has given up.</param>
    private async Task<ApiAnswer> SendAsync(
        HttpRequestMessage message, TimeSpan timeout, Func<bool> mayHaveEffect, CancellationToken limit, CancellationToken either, CancellationToken ct)
    {
        try
        {
            using var response = await http.SendAsync(message, either);
            if (response.Headers is { Date: { } date, Age: null })
            {
                Interlocked.Exchange(ref _clockOffset, (date - time.GetUtcNow()).Ticks);
            }

            return await ReadAsync(response, Exchange.Of(message), mayHaveEffect(), either);
        }
        catch (OperationCanceledException canceled) when (limit.IsCancellationRequested)
        {
            throw TransportErrors.TimedOut(timeout, mayHaveEffect(), canceled);
        }
        catch (OperationCanceledException canceled) when (mayHaveEffect())
        {
            throw TransportErrors.CutOff(mayHaveEffect: true, canceled);
        }
        catch (OperationCanceledException canceled) when (!ct.IsCancellationRequested)
        {
            throw TransportErrors.NotConnected(bundle.BaseAddress, canceled);
        }
        catch (HttpRequestException failed) when (message.Content is DepartingContent { MayHaveArrived: false })
        {
            throw TransportErrors.NotSent(failed, bundle.BaseAddress);
        }
        catch (HttpRequestException failed)
        {
            throw TransportErrors.From(failed, bundle.BaseAddress, mayHaveEffect());
        }
        catch (IOException failed)
        {
            throw TransportErrors.CutOff(mayHaveEffect(), failed);
        }
        catch (WanException unread) when (unread.Error.Boundary == WanBoundary.Service && mayHaveEffect())
        {
            // An answer that cannot be taken in is no refusal: what it answers may have been accepted.
            throw new WanException(unread.Error with { Retry = WanRetry.Ambiguous }, unread);
        }
    }

    private async Task<ApiAnswer> ReadAsync(HttpResponseMessage response, Exchange? exchange, bool mayHaveEffect, CancellationToken ct)
    {
        var status = (int)response.StatusCode;
        if (status is >= 300 and < 400)
        {
            throw TransportErrors.Redirected(response, mayHaveEffect);
        }

        var body = bundle.Key.EraseFrom(await BoundedReader.ReadAsync(response.Content, bundle.Contract.Integer("http.response.bytes.max"), ct));
        return new ApiAnswer(words, status, RetryAfter.Of(response, time), Parse(body), RecordGuard.Clean(ServerText.Prose(Encoding.UTF8.GetString(body, 0, Math.Min(body.Length, 400)))), exchange)
        {
            Headers = bundle.Provider.PlainHeaders.Where(response.Headers.Contains)
                .ToDictionary(static name => name, name => bundle.Key.EraseFrom(string.Join(", ", response.Headers.GetValues(name))), StringComparer.OrdinalIgnoreCase),
        };
    }

    private static JsonElement? Parse(byte[] body)
    {
        if (body.Length == 0)
        {
            return null;
        }

        try
        {
            return LenientJson.Parse(body);
        }
        catch (JsonException)
        {
            // A gateway's HTML page or half an answer: the caller decides what that means.
            return null;
        }
    }
}
