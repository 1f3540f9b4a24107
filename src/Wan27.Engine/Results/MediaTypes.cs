using Wan27.Engine.Media;

namespace Wan27.Engine.Results;

/// <summary>File extensions of the media that results come as.</summary>
internal static class MediaTypes
{
    private static readonly (string MediaType, string Extension, ResultKind Kind)[] Known =
    [
        ("image/png", ".png", ResultKind.Image),
        ("image/jpeg", ".jpg", ResultKind.Image),
        ("image/webp", ".webp", ResultKind.Image),
        ("video/mp4", ".mp4", ResultKind.Video),
        ("video/quicktime", ".mov", ResultKind.Video),
    ];

    /// <summary>The media type and the extension of a proven format: a file is named after what it is.</summary>
    public static (string MediaType, string Extension) Of(string format) => format switch
    {
        MediaFormat.Png => ("image/png", ".png"),
        MediaFormat.Jpeg => ("image/jpeg", ".jpg"),
        MediaFormat.WebP => ("image/webp", ".webp"),
        MediaFormat.Mov => ("video/quicktime", ".mov"),
        _ => ("video/mp4", ".mp4"),
    };

    /// <summary>What the name will be, as far as it can be told before the content is here: what the server says, else what the URL's path ends in, else what results of this kind are.</summary>
    public static string ExtensionFor(string? mediaType, Uri url, ResultKind kind)
    {
        var named = Known.FirstOrDefault(entry => entry.MediaType.Equals(mediaType, StringComparison.OrdinalIgnoreCase)).Extension;
        return named ?? ExtensionOf(url) ?? (kind == ResultKind.Image ? ".png" : ".mp4");
    }

    /// <summary>Every extension that a result of this kind can have got, the given one first.</summary>
    public static IEnumerable<string> ExtensionsOf(ResultKind kind, string first)
        => Known.Where(entry => entry.Kind == kind).Select(static entry => entry.Extension).Prepend(first).Distinct(StringComparer.Ordinal);

    private static string? ExtensionOf(Uri url)
    {
        var extension = Path.GetExtension(url.AbsolutePath).ToLowerInvariant();
        return extension == ".jpeg" ? ".jpg" : Known.FirstOrDefault(entry => entry.Extension == extension).Extension;
    }
}
