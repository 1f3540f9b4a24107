using System.Text;

namespace Wan27.Emulator.Http;

/// <summary>Reads lines and bytes from one connection without reading past what belongs to the current request.</summary>
internal sealed class SocketReader(Stream stream)
{
    private readonly byte[] _buffer = new byte[16 * 1024];
    private int _start;
    private int _end;

    /// <summary>The next line without its end, or null when the peer closed before its first byte.</summary>
    public async ValueTask<string?> ReadLineAsync(int limit, CancellationToken cancel)
    {
        var line = new StringBuilder();
        while (true)
        {
            if (_start == _end && !await FillAsync(cancel))
            {
                return line.Length == 0 ? null : throw new EndOfStreamException("The connection ended inside a line.");
            }

            var end = Array.IndexOf(_buffer, (byte)'\n', _start, _end - _start);
            var stop = end < 0 ? _end : end;
            line.Append(Encoding.Latin1.GetString(_buffer, _start, stop - _start));
            _start = end < 0 ? stop : stop + 1;
            if (line.Length > limit)
            {
                throw new MalformedRequestException(431, "The request head is too large.");
            }

            if (end >= 0)
            {
                return line.Length > 0 && line[^1] == '\r' ? line.ToString(0, line.Length - 1) : line.ToString();
            }
        }
    }

    public async ValueTask<int> ReadAsync(Memory<byte> target, CancellationToken cancel)
    {
        if (_start == _end)
        {
            // Large reads skip the buffer: uploads are copied once.
            if (target.Length >= _buffer.Length)
            {
                return await stream.ReadAsync(target, cancel);
            }

            if (!await FillAsync(cancel))
            {
                return 0;
            }
        }

        var count = Math.Min(target.Length, _end - _start);
        _buffer.AsMemory(_start, count).CopyTo(target);
        _start += count;
        return count;
    }

    private async ValueTask<bool> FillAsync(CancellationToken cancel)
    {
        _start = 0;
        _end = await stream.ReadAsync(_buffer, cancel);
        return _end > 0;
    }
}
