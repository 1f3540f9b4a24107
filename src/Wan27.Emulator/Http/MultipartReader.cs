using System.Text;

namespace Wan27.Emulator.Http;

/// <summary>Walks a multipart/form-data body part by part without holding a file in memory.</summary>
internal sealed class MultipartReader
{
    private const int MaxHeaders = 16 * 1024;

    private readonly Stream _body;
    private readonly byte[] _delimiter;
    private readonly byte[] _buffer = new byte[128 * 1024];
    private int _start;
    private int _end;
    private bool _inPart;

    public MultipartReader(Stream body, string boundary)
    {
        _body = body;
        _delimiter = Encoding.Latin1.GetBytes("\r\n--" + boundary);

        // The first delimiter lacks the line break that all others begin with.
        _buffer[0] = (byte)'\r';
        _buffer[1] = (byte)'\n';
        _end = 2;
        _inPart = true;
    }

    public static string? BoundaryOf(string? contentType)
    {
        if (contentType?.StartsWith("multipart/form-data", StringComparison.OrdinalIgnoreCase) != true)
        {
            return null;
        }

        var value = contentType.Split(';', StringSplitOptions.TrimEntries)
            .FirstOrDefault(static part => part.StartsWith("boundary=", StringComparison.OrdinalIgnoreCase))?["boundary=".Length..].Trim('"');
        return string.IsNullOrEmpty(value) ? null : value;
    }

    /// <summary>The next part's head, or null after the last; an unread rest of the part before is skipped.</summary>
    public async Task<MultipartPart?> NextAsync(CancellationToken cancel)
    {
        if (_inPart)
        {
            await CopyContentAsync(Stream.Null, long.MaxValue, cancel);
        }

        var after = await ReadLineAsync(cancel);
        if (after.StartsWith("--", StringComparison.Ordinal))
        {
            return null;
        }

        string? disposition = null;
        string? type = null;
        for (var size = 0; await ReadLineAsync(cancel) is { Length: > 0 } line;)
        {
            size += line.Length;
            if (size > MaxHeaders)
            {
                throw new MalformedRequestException(400, "The head of a form part is too large.");
            }

            var colon = line.IndexOf(':', StringComparison.Ordinal);
            var name = colon < 0 ? line : line[..colon];
            var value = colon < 0 ? "" : line[(colon + 1)..].Trim();
            disposition = name.Equals("Content-Disposition", StringComparison.OrdinalIgnoreCase) ? value : disposition;
            type = name.Equals("Content-Type", StringComparison.OrdinalIgnoreCase) ? value : type;
        }

        _inPart = true;
        return new(Attribute(disposition, "name") ?? "", Attribute(disposition, "filename"), type);
    }

    public async Task<string> ReadFieldAsync(int limit, CancellationToken cancel)
    {
        using var copy = new MemoryStream();
        await CopyContentAsync(copy, limit, cancel);
        return Encoding.UTF8.GetString(copy.GetBuffer(), 0, (int)copy.Length);
    }

    /// <summary>Copies the current part; the number of bytes that it had, of which no more than the limit were written.</summary>
    public async Task<long> CopyContentAsync(Stream target, long limit, CancellationToken cancel)
    {
        var total = 0L;
        while (true)
        {
            var content = _buffer.AsSpan(_start, _end - _start);
            var found = content.IndexOf(_delimiter);
            var safe = found >= 0 ? found : Math.Max(0, content.Length - _delimiter.Length + 1);
            if (safe > 0)
            {
                var write = (int)Math.Clamp(limit - total, 0, safe);
                await target.WriteAsync(_buffer.AsMemory(_start, write), cancel);
                total += safe;
                _start += safe;
            }

            if (found >= 0)
            {
                _start += _delimiter.Length;
                _inPart = false;
                return total;
            }

            await FillAsync(cancel);
        }
    }

    private static string? Attribute(string? disposition, string name)
        => disposition?.Split(';', StringSplitOptions.TrimEntries)
            .Select(static part => part.Split('=', 2))
            .FirstOrDefault(pair => pair.Length == 2 && pair[0].Equals(name, StringComparison.OrdinalIgnoreCase))?[1].Trim('"');

    private async Task<string> ReadLineAsync(CancellationToken cancel)
    {
        while (true)
        {
            var found = _buffer.AsSpan(_start, _end - _start).IndexOf("\r\n"u8);
            if (found >= 0)
            {
                var line = Encoding.UTF8.GetString(_buffer, _start, found);
                _start += found + 2;
                return line;
            }

            // A closing delimiter may be the very last bytes.
            if (_end - _start >= 2 && _buffer[_start] == '-' && _buffer[_start + 1] == '-')
            {
                return "--";
            }

            await FillAsync(cancel);
        }
    }

    private async Task FillAsync(CancellationToken cancel)
    {
        if (_start > 0)
        {
            Buffer.BlockCopy(_buffer, _start, _buffer, 0, _end - _start);
            _end -= _start;
            _start = 0;
        }

        if (_end == _buffer.Length)
        {
            throw new MalformedRequestException(400, "A line of the form is too long.");
        }

        var count = await _body.ReadAsync(_buffer.AsMemory(_end), cancel);
        if (count == 0)
        {
            throw new MalformedRequestException(400, "The form ends without its closing delimiter.");
        }

        _end += count;
    }
}

/// <summary>The head of one form part.</summary>
internal sealed record MultipartPart(string Name, string? FileName, string? ContentType);
