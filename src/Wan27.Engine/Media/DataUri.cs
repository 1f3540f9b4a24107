using System.Buffers.Text;

namespace Wan27.Engine.Media;

/// <summary>The bytes inside a data URI.</summary>
internal static class DataUri
{
    private const string Marker = ";base64";

    /// <summary>The content, or null when it is not base64, the only form that the service documents.</summary>
    public static byte[]? Decode(string url)
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

        var bytes = new byte[length];
        return Convert.TryFromBase64Chars(text, bytes, out var written) ? bytes[..written] : null;
    }
}
