namespace Wan27.Engine.Media;

/// <summary>A format that no route takes, as messages speak of it.</summary>
/// <param name="Name">Its usual name.</param>
/// <param name="Kind">What it holds; unknown for what is no media at all.</param>
/// <param name="What">What it is in words, with the article.</param>
/// <param name="Help">What to do about it where no line of ffmpeg helps.</param>
internal sealed record ForeignFormat(string Name, MediaKind Kind, string What, string? Help = null)
{
    /// <summary>True for pages, archives and the like, which are sent by mistake.</summary>
    public bool IsNoMedia => Kind == MediaKind.Unknown;

    /// <summary>How messages call it, such as <c>MPEG-TS (an MPEG transport stream)</c>.</summary>
    public string Description => $"{Name} ({What})";

    /// <summary>What makes a file of it usable for a role that takes the kind given.</summary>
    public string Advice(MediaFacts facts, MediaKind wanted)
    {
        var takesSound = wanted == MediaKind.Audio && Kind == MediaKind.Video;
        if (Kind != wanted && !takesSound && !IsNoMedia)
        {
            return $"Give a file with {Noun(wanted)} in it.";
        }

        if (Help is not null)
        {
            return Help;
        }

        var (target, options) = wanted switch
        {
            MediaKind.Video => ("mp4", "-c:v libx264 -pix_fmt yuv420p -c:a aac"),
            MediaKind.Audio => ("wav", "-vn -c:a pcm_s16le"),
            _ => ("png", "-frames:v 1 -pix_fmt rgb24"),
        };
        return $"{(facts.IsPartial || facts.IsStored ? "Download it and write" : "Write")} it as {target.ToUpperInvariant()}: ffmpeg -i {Quote(facts.Path)} {options} {Quote(Beside(facts.Path, target))}.";
    }

    private static string Noun(MediaKind kind) => kind == MediaKind.Image ? "a picture" : kind == MediaKind.Video ? "a film" : "sound";

    private static string Quote(string path) => $"'{path.Replace("'", "''", StringComparison.Ordinal)}'";

    /// <summary>A name beside the file that is not the file itself: ffmpeg reads while it writes.</summary>
    private static string Beside(string path, string extension) => Path.ChangeExtension(path, null) + ".converted." + extension;
}
