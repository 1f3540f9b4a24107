namespace Wan27.Engine.Tasks.Rates;

/// <summary>A request that was let through.</summary>
/// <param name="Permit">Names it.</param>
/// <param name="ArrivedBy">The last moment at which it may have arrived: that of its answer, or the longest way behind its leaving.</param>
internal readonly record struct RateDeparture(long Permit, TimeSpan ArrivedBy);
