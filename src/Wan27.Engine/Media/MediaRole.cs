namespace Wan27.Engine.Media;

/// <summary>
/// What a file is for in a route. <c>Group</c> is the prefix of its limits in the contract data, <c>Name</c> the parameter that takes it. Each route
/// has its own in its room.
/// </summary>
internal sealed record MediaRole(string Name, string Route, string Group, MediaKind Kind)
{
    /// <summary>The request's word for the role, such as <c>first_frame</c>.</summary>
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

    public override string ToString() => Name;
}
