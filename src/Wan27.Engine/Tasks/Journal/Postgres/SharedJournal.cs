using Wan27.Engine.Providers;
using Wan27.Engine.Tasks.Rates;
using Wan27.Engine.Tasks.Rates.Postgres;

namespace Wan27.Engine.Tasks.Journal.Postgres;

/// <summary>All that a process has of a shared journal.</summary>
internal sealed class SharedJournal : IDisposable
{
    private readonly PostgresGlance _glance;
    private readonly TimeProvider _time;

    /// <param name="text">The connection text.</param>
    /// <param name="source">Where it comes from.</param>
    /// <param name="stateFolder">Where notes are kept while the database is away.</param>
    /// <param name="time">The clock, which follows that of the server.</param>
    /// <param name="options">How it is used.</param>
    public SharedJournal(string? text, string source, string stateFolder, JournalTime time, PostgresOptions? options = null)
    {
        _time = time.Machine;
        Place = PostgresPlace.Read(text, source);
        Tasks = new PostgresTaskJournal(Place, time, (options ?? new PostgresOptions()) with { Clock = time });
        Core = new FleetCore(Tasks, Path.Combine(stateFolder, "outbox"), time);
        Gate = new RateGate(new FleetRateBook(new PostgresRateBook(Core.Hasty), new PostgresRateBook(Core.Patient), time), time);
        Saves = new SaveTurns(Core, time);
        Board = new WatchBoard(Core.Hasty, new PostgresNews(Place, time), time);
        _glance = new PostgresGlance(Place);
    }

    public PostgresPlace Place { get; }

    /// <summary>The database itself.</summary>
    public PostgresTaskJournal Tasks { get; }

    /// <summary>What all its users in this process share.</summary>
    public FleetCore Core { get; }

    /// <summary>Where runners share their looks.</summary>
    public IWatchBoard Board { get; }

    /// <summary>Spaces the requests of all runners.</summary>
    public IRateGate Gate { get; }

    /// <summary>Where runners agree who stores what.</summary>
    public SaveTurns Saves { get; }

    /// <summary>The journal as commands use it.</summary>
    /// <param name="tell">Takes what the user must know.</param>
    public ITaskJournal Journal(Action<string>? tell = null) => new FleetJournal(Core, tell);

    public void Dispose() => Core.Dispose();

    public IReadOnlyDictionary<string, WanTask> Held(string profile, string? key) => _glance.Held(profile, key);

    public IReadOnlyList<WanTask> Newest(Func<WanTask, bool> wanted, int most) => _glance.Newest(wanted, most);

    /// <summary>Layout, time of a round trip and difference of the clocks.</summary>
    public async Task<(int Layout, TimeSpan RoundTrip, TimeSpan ClockDifference)> LookAsync(CancellationToken ct) => await Tasks.RunAsync(
        async connection => (
            await PostgresSchema.VersionOfAsync(connection, transaction: null, ct),
            await PostgresTester.RoundTripAsync(connection, _time, ct),
            await ServerClock.DifferenceAsync(connection, _time, ct)),
        ct);
}
