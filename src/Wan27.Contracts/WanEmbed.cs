namespace Wan27;

/// <summary>What of the media a report holds in itself.</summary>
public enum WanEmbed : long
{
    /// <summary>Nothing: the page shows the files where they lie.</summary>
    None,

    /// <summary>A small picture of each file, where ffmpeg is installed.</summary>
    Thumbnails,

    /// <summary>The files whole, so that the page can be sent without them.</summary>
    All,
}
