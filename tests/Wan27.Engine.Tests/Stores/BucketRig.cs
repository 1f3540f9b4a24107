using Wan27.Engine.Contract;
using Wan27.Engine.Logging;
using Wan27.Engine.Results;
using Wan27.Engine.Stores;
using Wan27.Engine.Tests.Results;
using Wan27.Engine.Tests.Tasks;

namespace Wan27.Engine.Tests.Stores;

/// <summary>Saving of results that a loopback server holds into a bucket of a real S3 server.</summary>
internal sealed class BucketRig : IDisposable
{
    private readonly HttpClient _http = new(new SocketsHttpHandler { AllowAutoRedirect = false });
    private readonly ContractView _contract = new(ContractData.Current, new Dictionary<string, double> { ["retry.delay.first.seconds"] = 0.001, ["retry.delay.max.seconds"] = 0.01 });
    private readonly StoreRig _rig;
    private BucketRun _run;

    private BucketRig(StoreRig rig)
    {
        _rig = rig;
        _run = new BucketRun(rig.Open(rig.Entry), rig.Spool);
    }

    public StoreRig Store => _rig;

    public string Folder => Path.Combine(_rig.Folder, "out");

    /// <summary>What was noted in the journal, and whether it was all.</summary>
    public NotedTasks Journal { get; } = new();

    public static async Task<BucketRig> StartAsync(S3Server server, string? url = null) => new(await StoreRig.StartAsync(server, url));

    /// <summary>As if the script was started again, here or elsewhere.</summary>
    public void StartAgain(string? spool = null, StoreEntry? entry = null, (string, string)? keys = null)
    {
        _run.Dispose();
        _run = new BucketRun(_rig.Open(entry ?? _rig.Entry, keys), spool ?? _rig.Spool);
    }

    public async Task<RecordingSink> SaveAsync(WanTask task, string? template = null, bool force = false, bool both = false, CancellationToken ct = default)
    {
        using var workers = new SemaphoreSlim(4);
        var saver = new ResultSaver(
            new ResultStore(_http, _contract, TimeProvider.System), new ResultPlanner(TimeProvider.System), workers, _contract,
            new RunLog(null, null, null, _contract, TimeProvider.System, static _ => { }), TimeProvider.System);
        var sink = new RecordingSink();
        await saver.SaveAsync(Journal, task, new SaveOptions(both ? Folder : null, template, force) { Store = "media" }, sink, ct, new BucketSaver(_run, _http, _contract, TimeProvider.System));
        return sink;
    }

    public async Task<Sidecar> SidecarAsync(string key) => System.Text.Json.JsonSerializer.Deserialize(await _rig.ReadAsync(key + ".wan.json"), ResultsJson.Default.Sidecar)!;

    public void Dispose()
    {
        _run.Dispose();
        _http.Dispose();
        _rig.Dispose();
    }

    /// <summary>A journal that remembers what it was told, and a provider that knows nothing more.</summary>
    internal sealed class NotedTasks : IResultTasks
    {
        public IReadOnlyList<string> Places { get; private set; } = [];

        public bool IsComplete { get; private set; }

        public int Looks { get; private set; }

        public Task<(WanTask Task, IAsyncDisposable? Turn)> TakeSaveAsync(WanTask task, CancellationToken ct) => Task.FromResult((task, (IAsyncDisposable?)null));

        public Task<WanTask> RefreshAsync(WanTask task, CancellationToken ct)
        {
            Looks++;
            return Task.FromResult(task);
        }

        public Task<WanTask> NoteStoredAsync(WanTask task, IReadOnlyList<string> files, bool complete, CancellationToken ct)
        {
            (Places, IsComplete) = (files, complete);
            return Task.FromResult(task);
        }
    }
}
