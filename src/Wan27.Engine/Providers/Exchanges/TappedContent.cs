using System.Net;

namespace Wan27.Engine.Providers.Exchanges;

/// <summary>An answer's body that can be read as before, and whose beginning is kept meanwhile.</summary>
internal sealed class TappedContent : HttpContent
{
    private readonly HttpContent _inner;
    private readonly Tap _tap;

    /// <param name="inner">The body.</param>
    /// <param name="ended">Told once what was kept, and what ended it if that was a fault.</param>
    public TappedContent(HttpContent inner, Action<byte[], Exception?> ended)
    {
        _inner = inner;
        _tap = new Tap(ended);
        foreach (var (name, values) in inner.Headers.NonValidated)
        {
            Headers.TryAddWithoutValidation(name, values);
        }
    }

    protected override async Task<Stream> CreateContentReadStreamAsync() => new TappedStream(await _inner.ReadAsStreamAsync(), _tap);

    protected override async Task<Stream> CreateContentReadStreamAsync(CancellationToken cancellationToken)
        => new TappedStream(await _inner.ReadAsStreamAsync(cancellationToken), _tap);

    protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context)
    {
        await using var source = await CreateContentReadStreamAsync();
        await source.CopyToAsync(stream);
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
            _tap.End(null);
            _inner.Dispose();
        }

        base.Dispose(disposing);
    }
}
