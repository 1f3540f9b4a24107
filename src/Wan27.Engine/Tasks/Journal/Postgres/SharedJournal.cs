namespace Wan27.Engine.Tasks.Journal.Postgres;

/// <summary>All that a process has of a shared journal.</summary>
internal sealed class SharedJournal
{
    private readonly PostgresGlance _glance;
    private readonly TimeProvider _time;

    /// <param name="text">The connection text.</param>
    /// <param name="source">Where it comes from.</param>
    /// <param name="time">The clock.</param>
    public SharedJournal(string? text, string source, TimeProvider time)
    {
        _time = time;
        Place = PostgresPlace.Read(text, source);
        Tasks = new PostgresTaskJournal(Place, time);
        _glance = new PostgresGlance(Place);
    }

    public PostgresPlace Place { get; }

    /// <summary>The database itself.</summary>
    public PostgresTaskJournal Tasks { get; }

    /// <summary>The journal as commands use it.</summary>
    public ITaskJournal Journal => Tasks;

    public IReadOnlyDictionary<string, WanTask> Held(string profile) => _glance.Held(profile);

    public IReadOnlyList<WanTask> Newest(Func<WanTask, bool> wanted, int most) => _glance.Newest(wanted, most);

    /// <summary>Layout, time of a round trip and difference of the clocks.</summary>
    public async Task<(int Layout, TimeSpan RoundTrip, TimeSpan ClockDifference)> LookAsync(CancellationToken ct) => await Tasks.RunAsync(
        async connection => (
            await PostgresSchema.VersionOfAsync(connection, transaction: null, ct),
            await PostgresTester.RoundTripAsync(connection, _time, ct),
            await ServerClock.DifferenceAsync(connection, _time, ct)),
        ct);
}
