namespace Wan27.Engine.Media;

/// <summary>A length that a header states beside the one that counts.</summary>
/// <param name="Place">Where it stands, in words such as "movie header".</param>
/// <param name="Length">What it says.</param>
/// <param name="Expected">What it would say if it agreed with what counts.</param>
internal sealed record MediaLength(string Place, TimeSpan Length, TimeSpan Expected);
