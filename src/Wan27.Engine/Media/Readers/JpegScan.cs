using System.Buffers;

namespace Wan27.Engine.Media.Readers;

/// <summary>
/// Looks for the end marker of a JPEG by walking its scans, so that what phones append (a film, further pictures, a gain map) is told
/// from a picture that was cut off. Within coded data a marker byte is followed by zero or a restart; anything else that no JPEG has
/// there is the beginning of something foreign.
/// </summary>
internal static class JpegScan
{
    private const int BufferLength = 128 * 1024;
    private const byte EndOfImage = 0xD9;

    /// <summary>True when the end marker was found, false when not, null when the budget ended before.</summary>
    public static bool? Ends(ByteSource source, long start)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(BufferLength);
        try
        {
            var at = start;
            while (true)
            {
                var count = source.Scan(at, buffer.AsSpan(0, BufferLength));
                if (count < 2)
                {
                    return source.BytesScanned >= ByteSource.ScanBudget ? null : false;
                }

                var next = Walk(buffer.AsSpan(0, count), at);
                if (next.Found is not null)
                {
                    return next.Found;
                }

                at = next.Offset;
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private static (bool? Found, long Offset) Walk(ReadOnlySpan<byte> window, long offset)
    {
        var i = 0;
        while (true)
        {
            var distance = window[i..].IndexOf((byte)0xFF);
            if (distance < 0)
            {
                return (null, offset + window.Length);
            }

            i += distance;
            if (i + 4 > window.Length)
            {
                // The marker may lie across the edge; the last bytes of a file hold it or nothing.
                return window.Length <= 4 || i == 0
                    ? (window[i..].IndexOf((ReadOnlySpan<byte>)[0xFF, EndOfImage]) >= 0, offset)
                    : window[i..] is [0xFF, EndOfImage, ..] ? (true, offset) : (null, offset + i);
            }

            switch (window[i + 1])
            {
                case EndOfImage:
                    return (true, offset);
                case 0xFF:
                    i++;
                    break;
                case 0x00 or (>= 0xD0 and <= 0xD7):
                    i += 2;
                    break;
                case 0xC4 or 0xDA or 0xDB or 0xDC or 0xDD or 0xFE or (>= 0xE0 and <= 0xEF):
                    var length = (window[i + 2] << 8) | window[i + 3];
                    if (i + 2 + length >= window.Length)
                    {
                        return (null, offset + i + 2 + length);
                    }

                    i += 2 + length;
                    break;
                default:
                    return (false, offset);
            }
        }
    }
}
