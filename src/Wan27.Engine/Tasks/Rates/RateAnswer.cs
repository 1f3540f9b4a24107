namespace Wan27.Engine.Tasks.Rates;

/// <summary>What a book says to a request that wants to leave.</summary>
/// <param name="Permit">Names the request when it may leave; else null.</param>
/// <param name="Wait">How long to wait before asking again; zero with a permit.</param>
internal readonly record struct RateAnswer(long? Permit, TimeSpan Wait);
