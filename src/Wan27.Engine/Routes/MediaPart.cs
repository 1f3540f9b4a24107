namespace Wan27.Engine.Routes;

/// <summary>A media input of a request.</summary>
/// <param name="Type">The wire's word for it, such as <c>first_frame</c>.</param>
/// <param name="Rules">The group of contract limits that applies, such as <c>i2v.frame</c>.</param>
/// <param name="Source">Path or URL.</param>
internal sealed record MediaPart(string Type, string Rules, MediaSource Source);
