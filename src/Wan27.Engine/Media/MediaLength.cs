namespace Wan27.Engine.Media;

/// <summary>A length that a header states beside the one that counts, with the words that name its place, such as "movie header".</summary>
internal sealed record MediaLength(string Place, TimeSpan Length);
