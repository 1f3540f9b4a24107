namespace Wan27.Engine.Report;

/// <summary>How a page names the files beside it.</summary>
internal static class ReportPlaces
{
    private static readonly Dictionary<string, (string Kind, string MediaType)> Kinds = new(StringComparer.OrdinalIgnoreCase)
    {
        [".png"] = ("image", "image/png"),
        [".jpg"] = ("image", "image/jpeg"),
        [".jpeg"] = ("image", "image/jpeg"),
        [".webp"] = ("image", "image/webp"),
        [".bmp"] = ("image", "image/bmp"),
        [".gif"] = ("image", "image/gif"),
        [".mp4"] = ("video", "video/mp4"),
        [".mov"] = ("video", "video/quicktime"),
        [".webm"] = ("video", "video/webm"),
        [".mp3"] = ("audio", "audio/mpeg"),
        [".wav"] = ("audio", "audio/wav"),
    };

    /// <summary>What a file is, by its ending; null for what a page cannot show.</summary>
    public static (string Kind, string MediaType)? KindOf(string name)
        => Kinds.TryGetValue(Path.GetExtension(name), out var kind) ? kind : null;

    /// <summary>The address of a file for a page in a folder: relative, so that both can move together; whole for another drive or server.</summary>
    public static string Href(string file, string folder)
    {
        var relative = Path.GetRelativePath(folder, file);
        return Path.IsPathRooted(relative) ? new Uri(file).AbsoluteUri : string.Join('/', relative.Split(Path.DirectorySeparatorChar, Path.AltDirectorySeparatorChar).Select(Uri.EscapeDataString));
    }
}
