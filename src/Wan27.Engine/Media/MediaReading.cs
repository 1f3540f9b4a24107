namespace Wan27.Engine.Media;

/// <summary>What was learnt about one media input of a request.</summary>
/// <param name="Role">What it is for.</param>
/// <param name="Subject">How messages call it.</param>
/// <param name="Facts">What its headers say; bare of all but its name where it was not opened.</param>
/// <param name="Checks">The checks of it alone.</param>
internal sealed record MediaReading(MediaRole Role, string Subject, MediaFacts Facts, IReadOnlyList<WanCheck> Checks)
{
    /// <summary>Why it could not be read at all, where its store said so; it is among the checks as well.</summary>
    public WanException? Refusal { get; init; }
}
