using System.Buffers;
using System.Buffers.Text;

namespace Wan27.Engine.Media;

/// <summary>The bytes inside a data URI.</summary>
internal static class DataUri
{
    private const string Marker = ";base64";

    /// <summary>Reads the content; null when it is not base64, the only form that the service documents.</summary>
    /// <param name="url">The URI.</param>
    /// <param name="read">Reads it; the stream is gone afterwards.</param>
    public static T? Read<T>(string url, Func<Stream, T> read)
        where T : class
    {
        var comma = url.IndexOf(',', StringComparison.Ordinal);
        if (comma < 0 || !url.AsSpan(0, comma).EndsWith(Marker, StringComparison.OrdinalIgnoreCase))
        {
            return null;
        }

        var text = url.AsSpan(comma + 1);
        if (!Base64.IsValid(text, out var length))
        {
            return null;
        }

        var bytes = ArrayPool<byte>.Shared.Rent(length);
        try
        {
            return Convert.TryFromBase64Chars(text, bytes, out var written) ? read(new MemoryStream(bytes, 0, written, writable: false)) : null;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(bytes);
        }
    }
}
