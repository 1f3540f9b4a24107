namespace Wan27.Engine.Providers;

/// <summary>A request that was let through, until it is answered.</summary>
/// <param name="Key">What it is counted with.</param>
/// <param name="Permit">Names it there.</param>
internal readonly record struct RateTurn(string Key, long Permit);
