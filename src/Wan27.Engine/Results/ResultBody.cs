using System.IO.Compression;

namespace Wan27.Engine.Results;

/// <summary>
/// The body of an answer as it was stored. Nothing compressed is ever asked for; where something on the way packs it all the same, it
/// is unpacked here, with the digests of both forms, because the storage's checksum may be of either.
/// </summary>
internal sealed class ResultBody : IAsyncDisposable
{
    private readonly Stream _content;
    private readonly WireStream? _wire;

    private ResultBody(Stream content, WireStream? wire)
    {
        _content = content;
        _wire = wire;
    }

    /// <summary>True when the body came packed.</summary>
    public bool IsPacked => _wire is not null;

    /// <summary>The encodings of an answer, outermost last; none for a body as it is.</summary>
    public static IReadOnlyList<string> CodingsOf(HttpResponseMessage response)
        => [.. response.Content.Headers.ContentEncoding.SelectMany(static value => value.Split(','))
            .Select(static value => value.Trim().ToLowerInvariant()).Where(static value => value is not ("" or "identity"))];

    /// <summary>True when this module can unpack a body in these encodings.</summary>
    public static bool CanUnpack(IReadOnlyList<string> codings) => codings.Count <= 1 && codings.All(static coding => coding is "gzip" or "x-gzip" or "deflate" or "br");

    /// <param name="response">The answer.</param>
    /// <param name="check">What the storage has stated, which may be of the body as it came.</param>
    /// <param name="cancellation">Gives up.</param>
    public static async Task<ResultBody> OpenAsync(HttpResponseMessage response, TransportCheck check, CancellationToken cancellation)
    {
        var stream = await response.Content.ReadAsStreamAsync(cancellation);
        if (CodingsOf(response) is not [var coding])
        {
            return new ResultBody(stream, null);
        }

        var wire = new WireStream(stream, check);
        Stream unpacked = coding switch
        {
            "br" => new BrotliStream(wire, CompressionMode.Decompress),
            "deflate" => new ZLibStream(wire, CompressionMode.Decompress),
            _ => new GZipStream(wire, CompressionMode.Decompress),
        };
        return new ResultBody(unpacked, wire);
    }

    /// <summary>A read whose faults are the network's, never to be taken for the disk's.</summary>
    /// <exception cref="InvalidDataException">The body is not packed as its sender says.</exception>
    public async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellation)
    {
        try
        {
            return await _content.ReadAsync(buffer, cancellation);
        }
        catch (IOException exception) when (exception is not HttpIOException)
        {
            throw new HttpRequestException(exception.Message, exception);
        }
    }

    /// <summary>The digests of the body as it came, once it was read to the end; null for one that came as it is.</summary>
    public DigestValues? FinishWire() => _wire?.Digest.Finish();

    public async ValueTask DisposeAsync()
    {
        await _content.DisposeAsync();
        if (_wire is not null)
        {
            await _wire.DisposeAsync();
        }
    }

    /// <summary>Hashes what is read through it.</summary>
    private sealed class WireStream(Stream inner, TransportCheck check) : Stream
    {
        public ContentDigest Digest { get; } = new(check);

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position
        {
            get => throw new NotSupportedException();
            set => throw new NotSupportedException();
        }

        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            var read = await inner.ReadAsync(buffer, cancellationToken);
            Digest.Append(buffer.Span[..read]);
            return read;
        }

        public override void Flush() => throw new NotSupportedException();

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        protected override void Dispose(bool disposing)
        {
            if (disposing)
            {
                Digest.Dispose();
                inner.Dispose();
            }

            base.Dispose(disposing);
        }
    }
}
