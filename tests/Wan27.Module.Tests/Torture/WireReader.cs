using System.Globalization;
using System.Net.Sockets;
using System.Text;

namespace Wan27.ModuleTests.Torture;

/// <summary>Reads one side of a connection: heads, and bodies of a known length or in chunks.</summary>
internal sealed class WireReader(NetworkStream stream)
{
    private readonly byte[] _buffer = new byte[64 * 1024];
    private int _start;
    private int _end;

    /// <summary>The next head; null when the other side has left in good order.</summary>
    public async Task<WireHead?> HeadAsync(CancellationToken ct)
    {
        int length;
        while ((length = _buffer.AsSpan(_start, _end - _start).IndexOf("\r\n\r\n"u8)) < 0)
        {
            if (!await MoreAsync(ct))
            {
                return _start == _end ? null : throw new IOException("The connection broke off in a head.");
            }
        }

        var head = new WireHead(_buffer[_start..(_start + length + 4)]);
        _start += length + 4;
        return head;
    }

    /// <summary>The head of the next answer; null when the server has left.</summary>
    public async Task<WireHead?> AnswerAsync(CancellationToken ct)
    {
        while (await HeadAsync(ct) is { } head)
        {
            // Swift sends an end of chunks after its answers to HEAD, which have none.
            if (head.First.StartsWith("HTTP/", StringComparison.Ordinal))
            {
                return head;
            }
        }

        return null;
    }

    /// <summary>Passes on so many bytes.</summary>
    public async Task CopyAsync(long count, Stream target, CancellationToken ct)
    {
        while (count > 0)
        {
            if (_start == _end && !await MoreAsync(ct))
            {
                throw new IOException("The connection broke off in a body.");
            }

            var fits = (int)Math.Min(count, _end - _start);
            await target.WriteAsync(_buffer.AsMemory(_start, fits), ct);
            _start += fits;
            count -= fits;
        }
    }

    /// <summary>Passes on the body of an answer.</summary>
    public async Task CopyBodyAsync(WireHead answer, Stream target, CancellationToken ct)
    {
        if (!answer.IsChunked)
        {
            await CopyAsync(answer.Length, target, ct);
            return;
        }

        for (var size = 1L; size > 0;)
        {
            var line = await LineAsync(ct);
            await target.WriteAsync(Encoding.Latin1.GetBytes(line + "\r\n"), ct);
            size = long.Parse(line.Split(';')[0], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
            await CopyAsync(size + 2, target, ct);
        }
    }

    private async Task<string> LineAsync(CancellationToken ct)
    {
        int length;
        while ((length = _buffer.AsSpan(_start, _end - _start).IndexOf("\r\n"u8)) < 0)
        {
            if (!await MoreAsync(ct))
            {
                throw new IOException("The connection broke off in a chunk.");
            }
        }

        var line = Encoding.Latin1.GetString(_buffer, _start, length);
        _start += length + 2;
        return line;
    }

    private async Task<bool> MoreAsync(CancellationToken ct)
    {
        _buffer.AsSpan(_start, _end - _start).CopyTo(_buffer);
        (_start, _end) = (0, _end - _start);
        var read = await stream.ReadAsync(_buffer.AsMemory(_end), ct);
        _end += read;
        return read > 0;
    }
}
