namespace Wan27;

/// <summary>The names of the Wan 2.7 routes, as they appear on output objects, in errors and in sidecars.</summary>
public static class WanRoutes
{
    /// <summary>Still images, synchronous or asynchronous (contract section 2).</summary>
    public const string Image = "image_generation_or_editing";

    /// <summary>A clip made from frames, a first clip or driving audio (contract section 3).</summary>
    public const string ImageToVideo = "image_to_video";

    /// <summary>A clip edited by instruction (contract section 4).</summary>
    public const string VideoEdit = "video_editing";

    /// <summary>A clip made from text alone, with driving audio where there is one (contract section 5).</summary>
    public const string TextToVideo = "text_to_video";

    /// <summary>A clip with the people and things of reference images and videos (contract section 5).</summary>
    public const string ReferenceToVideo = "reference_to_video";

    /// <summary>All routes that this module drives, in the order of the contract.</summary>
    public static IReadOnlyList<string> All { get; } = [Image, ImageToVideo, VideoEdit, TextToVideo, ReferenceToVideo];
}
