using System.Globalization;

namespace Wan27.Emulator.Http;

/// <summary>The body of one request as a stream: sized or chunked, and polite to <c>Expect: 100-continue</c>.</summary>
internal sealed class RequestBody : Stream
{
    private const int MaxChunkLine = 1024;

    private readonly SocketReader _reader;
    private readonly Func<CancellationToken, Task>? _sendContinue;
    private readonly bool _chunked;
    private long _left;
    private bool _ended;
    private bool _begun;

    public RequestBody(SocketReader reader, long length, bool chunked, Func<CancellationToken, Task>? sendContinue)
    {
        _reader = reader;
        _chunked = chunked;
        _left = chunked ? 0 : length;
        _ended = !chunked && length == 0;
        _sendContinue = sendContinue;
    }

    /// <summary>Bytes of content read so far.</summary>
    public long BytesRead { get; private set; }

    public bool IsDone => _ended;

    /// <summary>Whether the peer still waits for leave to send, so that its body will never come unless asked for.</summary>
    public bool IsUnasked => _sendContinue is not null && !_begun;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (_ended || buffer.IsEmpty)
        {
            return 0;
        }

        if (!_begun)
        {
            _begun = true;
            if (_sendContinue is not null)
            {
                await _sendContinue(cancellationToken);
            }
        }

        if (_chunked && _left == 0 && !await NextChunkAsync(cancellationToken))
        {
            return 0;
        }

        var count = await _reader.ReadAsync(buffer[..(int)Math.Min(buffer.Length, _left)], cancellationToken);
        if (count == 0)
        {
            throw new EndOfStreamException("The connection ended inside a request body.");
        }

        BytesRead += count;
        _left -= count;
        if (_left == 0)
        {
            if (_chunked)
            {
                await _reader.ReadLineAsync(MaxChunkLine, cancellationToken);
            }
            else
            {
                _ended = true;
            }
        }

        return count;
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken)
        => ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    /// <summary>Reads and forgets the rest, up to a bound; true when the body is done and the connection can be used again.</summary>
    public async Task<bool> DrainAsync(long limit, CancellationToken cancel)
    {
        var buffer = new byte[64 * 1024];
        for (var total = 0L; !_ended && total < limit;)
        {
            total += await ReadAsync(buffer, cancel);
        }

        return _ended;
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException("Bodies are read asynchronously.");

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    private async ValueTask<bool> NextChunkAsync(CancellationToken cancel)
    {
        var line = await _reader.ReadLineAsync(MaxChunkLine, cancel)
            ?? throw new EndOfStreamException("The connection ended between chunks.");
        if (!long.TryParse(line.Split(';')[0].Trim(), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out _left) || _left < 0)
        {
            throw new MalformedRequestException(400, "A chunk has no valid size.");
        }

        if (_left > 0)
        {
            return true;
        }

        while (await _reader.ReadLineAsync(MaxChunkLine, cancel) is { Length: > 0 })
        {
            // Trailers carry nothing that this service knows.
        }

        _ended = true;
        return false;
    }
}
