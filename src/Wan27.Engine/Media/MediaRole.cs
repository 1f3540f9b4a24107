namespace Wan27.Engine.Media;

/// <summary>
/// What a file is for in a route. <c>Group</c> is the prefix of its limits in the contract data, <c>Name</c> the parameter that takes it.
/// </summary>
internal sealed record MediaRole(string Name, string Route, string Group, MediaKind Kind)
{
    public static MediaRole ImageInput { get; } = new("Image", WanRoutes.Image, "image.input", MediaKind.Image);

    public static MediaRole FirstFrame { get; } = new("FirstFrame", WanRoutes.ImageToVideo, "i2v.frame", MediaKind.Image);

    public static MediaRole LastFrame { get; } = new("LastFrame", WanRoutes.ImageToVideo, "i2v.frame", MediaKind.Image);

    public static MediaRole FirstClip { get; } = new("FirstClip", WanRoutes.ImageToVideo, "i2v.clip", MediaKind.Video);

    public static MediaRole DrivingAudio { get; } = new("DrivingAudio", WanRoutes.ImageToVideo, "i2v.audio", MediaKind.Audio);

    public static MediaRole EditVideo { get; } = new("Video", WanRoutes.VideoEdit, "videoedit.video", MediaKind.Video);

    public static MediaRole ReferenceImage { get; } = new("ReferenceImage", WanRoutes.VideoEdit, "videoedit.reference", MediaKind.Image);

    public static IReadOnlyList<MediaRole> All { get; } = [ImageInput, FirstFrame, LastFrame, FirstClip, DrivingAudio, EditVideo, ReferenceImage];

    /// <summary>The wire's word for the role, such as <c>first_frame</c>.</summary>
    public string Word { get; } = string.Concat(Name.Select(static (c, i) => i > 0 && char.IsUpper(c) ? $"_{char.ToLowerInvariant(c)}" : $"{char.ToLowerInvariant(c)}"));

    public string FormatsRule => $"{Group}.formats";

    public string BytesRule => $"{Group}.bytes.max";

    public string SideMinimumRule => $"{Group}.side.min";

    public string SideMaximumRule => $"{Group}.side.max";

    public string AspectRule => $"{Group}.aspect.max";

    public string SecondsMinimumRule => $"{Group}.seconds.min";

    public string SecondsMaximumRule => $"{Group}.seconds.max";

    public string AlphaRule => $"{Group}.alpha";

    public bool HasPicture => Kind is MediaKind.Image or MediaKind.Video;

    public bool HasLength => Kind is MediaKind.Video or MediaKind.Audio;

    /// <summary>The role of that name in a route, by the parameter's spelling or the wire's.</summary>
    public static MediaRole? Find(string route, string name)
        => All.FirstOrDefault(role => role.Route == route && (string.Equals(role.Name, name, StringComparison.OrdinalIgnoreCase) || string.Equals(role.Word, name, StringComparison.OrdinalIgnoreCase)));

    public override string ToString() => Name;
}
