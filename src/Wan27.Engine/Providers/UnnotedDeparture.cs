namespace Wan27.Engine.Providers;

/// <summary>Of a request that nobody can look up later, nothing is noted.</summary>
internal sealed class UnnotedDeparture : IDeparture
{
    public static UnnotedDeparture Instance { get; } = new();

    public Task LeavingAsync() => Task.CompletedTask;

    public Task TurnedAwayAsync() => Task.CompletedTask;
}
