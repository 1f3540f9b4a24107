using System.Net;

namespace Wan27.Engine.Stores;

/// <summary>
/// A body that can be waited for. When a connection breaks off, the request fails at once while its body may still be read; the library then rewinds that
/// very stream for its next try, and two readers would send each other's bytes.
/// </summary>
internal sealed class AwaitedContent : HttpContent
{
    private readonly HttpContent _inner;
    private readonly CancellationTokenSource _stop = new();
    private volatile Task _reading = Task.CompletedTask;

    public AwaitedContent(HttpContent inner)
    {
        _inner = inner;
        foreach (var (name, values) in inner.Headers)
        {
            Headers.TryAddWithoutValidation(name, values);
        }
    }

    /// <summary>Ends the reading; nothing touches the body's stream any more.</summary>
    public async Task EndAsync()
    {
        await _stop.CancelAsync();
        try
        {
            await _reading;
        }
        catch (Exception ended) when (ended is IOException or OperationCanceledException or HttpRequestException or ObjectDisposedException)
        {
            // The request has told why.
        }
    }

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) => SerializeToStreamAsync(stream, context, CancellationToken.None);

    protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(_stop.Token, cancellationToken);
        await (_reading = _inner.CopyToAsync(stream, context, either.Token));
    }

    protected override bool TryComputeLength(out long length)
    {
        length = _inner.Headers.ContentLength ?? 0;
        return _inner.Headers.ContentLength is not null;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _inner.Dispose();
            _stop.Dispose();
        }

        base.Dispose(disposing);
    }
}
