namespace Wan27.Engine.Stores;

/// <summary>What a store says of an object.</summary>
/// <param name="Length">Bytes.</param>
/// <param name="ETag">Without its quotes; an MD5 for most objects that were written at once.</param>
/// <param name="MediaType">Content type.</param>
/// <param name="Modified">When it was written.</param>
/// <param name="Mark">What this module wrote beside it; empty for objects of others.</param>
internal sealed record ObjectState(long Length, string? ETag, string? MediaType, DateTimeOffset? Modified, ObjectMark Mark);
