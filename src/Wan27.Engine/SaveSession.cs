using Wan27.Engine.Contract;
using Wan27.Engine.Profiles;
using Wan27.Engine.Providers;
using Wan27.Engine.Results;
using Wan27.Engine.Stores;

namespace Wan27.Engine;

/// <summary>The downloads of one command. Each goes the way of its profile: through that one's proxy and into its log, where it has them.</summary>
/// <param name="host">Connections and clock.</param>
/// <param name="profiles">The user's profiles.</param>
/// <param name="together">Downloads at a time; each profile's own number when null.</param>
/// <param name="readSecret">Reads a key of a store from a vault; called when a saving is prepared and never later.</param>
/// <param name="log">Takes what is asked and answered.</param>
/// <param name="warn">Takes what the user must know of a profile that cannot be used.</param>
/// <param name="tell">Takes what may interest.</param>
internal sealed class SaveSession(EngineHost host, ProfileCatalogue profiles, int? together, Func<KeySource, string?> readSecret, IStepLog log, Action<string> warn, Action<string> tell) : IDisposable
{
    private readonly ResultPlanner _planner = new(host.Time);
    private readonly Dictionary<string, ResultSaver> _savers = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, BucketRun> _runs = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<(string Profile, string Store), BucketSaver> _buckets = [];
    private readonly Dictionary<string, SemaphoreSlim> _workers = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>The saving of one picture of a synchronous call, ready to run beside others. Not for several threads.</summary>
    public Func<CancellationToken, Task> Of(WanImageResult picture, SaveOptions options, ISaveSink sink)
    {
        var saver = SaverOf(picture);
        var bucket = BucketOf(picture, options);
        return ct => saver.SaveAsync(picture, options, sink, ct, bucket);
    }

    /// <summary>The saving of a task's results, ready to run beside others. Not for several threads.</summary>
    /// <param name="tasks">For a fresh look and the journal; null where the profile cannot be used, and the URLs at hand must do.</param>
    /// <param name="task">A completed or stored task.</param>
    /// <param name="options">Where to.</param>
    /// <param name="sink">Takes assets, errors and progress.</param>
    public Func<CancellationToken, Task> Of(IResultTasks? tasks, WanTask task, SaveOptions options, ISaveSink sink)
    {
        var saver = SaverOf(task);
        var bucket = BucketOf(task, options);
        return ct => saver.SaveAsync(tasks, task, options, sink, ct, bucket);
    }

    public void Dispose()
    {
        foreach (var workers in _workers.Values)
        {
            workers.Dispose();
        }

        foreach (var run in _runs.Values)
        {
            run.Dispose();
        }
    }

    /// <summary>The bucket that results go to, on the way of their profile: its download goes through that one's proxy.</summary>
    private BucketSaver? BucketOf(WanBundle made, SaveOptions options)
    {
        if (options.Store is not { } name)
        {
            return null;
        }

        var profile = made.Profile ?? string.Empty;
        if (!_buckets.TryGetValue((profile, name), out var bucket))
        {
            if (!_runs.TryGetValue(name, out var run))
            {
                run = _runs[name] = new BucketRun(host.OpenStore(StoreCatalogue.ForUser().Find(name), readSecret, log), host.SpoolFolder);
            }

            var stored = Stored(profile);
            bucket = _buckets[(profile, name)] = new BucketSaver(run, host.Watched(stored?.Proxy, key: null, log), ContractOf(stored), host.Time);
        }

        return bucket;
    }

    private ResultSaver SaverOf(WanBundle made)
    {
        var profile = made.Profile ?? string.Empty;
        if (!_savers.TryGetValue(profile, out var saver))
        {
            var stored = Stored(profile);
            var contract = ContractOf(stored);
            saver = _savers[profile] = new ResultSaver(
                new ResultStore(host.Watched(stored?.Proxy, key: null, log), contract, host.Time), _planner, WorkersOf(profile, contract), contract, host.LogOf(stored?.LogPath, key: null, contract, log), host.Time);
        }

        return saver;
    }

    /// <summary>All downloads at once share what the command line says; otherwise each profile has its own number.</summary>
    private SemaphoreSlim WorkersOf(string profile, ContractView contract)
    {
        var shared = together is null ? profile : string.Empty;
        if (!_workers.TryGetValue(shared, out var workers))
        {
            workers = _workers[shared] = new SemaphoreSlim(together ?? contract.Integer("download.parallel.default"));
        }

        return workers;
    }

    /// <summary>What is paid for is fetched even where the profile's own limits cannot be used.</summary>
    private ContractView ContractOf(StoredProfile? stored)
    {
        try
        {
            return stored is null ? new ContractView(ContractData.Current) : ProfileContract.Of(stored);
        }
        catch (WanException refused)
        {
            warn($"Results are fetched under the contract's own limits. {refused.Message}");
            return new ContractView(ContractData.Current);
        }
    }

    private StoredProfile? Stored(string profile)
    {
        try
        {
            return profiles.TryFind(profile);
        }
        catch (WanException unreadable)
        {
            tell($"Results are fetched without the profile's proxy and log: {unreadable.Message}");
            return null;
        }
    }
}
