using System.Collections.Concurrent;
using System.Net;
using Wan27.Engine.Contract;
using Wan27.Engine.Diagnosis;
using Wan27.Engine.Logging;
using Wan27.Engine.Profiles;
using Wan27.Engine.Providers;
using Wan27.Engine.Providers.Exchanges;
using Wan27.Engine.Stores;
using Wan27.Engine.Tasks;
using Wan27.Engine.Tasks.Journal;
using Wan27.Engine.Tasks.Rates;

namespace Wan27.Engine;

/// <summary>What all pipelines of a process share: connections, clock, rates, uploads, the monitor. Made at first use, never at import.</summary>
internal sealed class EngineHost
{
    private readonly ConcurrentDictionary<string, Lazy<HttpMessageInvoker>> _proxied = new(StringComparer.OrdinalIgnoreCase);
    private readonly ConcurrentDictionary<string, Lazy<RunLogFile>> _logs = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, Lazy<IRateGate>> _gates = new(StringComparer.Ordinal);

    private readonly string? _stateFolder;
    private readonly IRateGate? _ownGate;
    private readonly IReadOnlyList<IProviderKind>? _providers;

    /// <param name="time">The clock of all that waits or notes times.</param>
    /// <param name="handler">Carries the requests; one made for long runs when null.</param>
    /// <param name="stateFolder">Where journal and rates lie; the user's own folder when null.</param>
    /// <param name="gate">Spaces the requests; the one that all processes of the user share when null.</param>
    /// <param name="providers">Who carries the routes; all of this module when null.</param>
    public EngineHost(TimeProvider time, HttpMessageHandler? handler = null, string? stateFolder = null, IRateGate? gate = null, IReadOnlyList<IProviderKind>? providers = null)
    {
        _stateFolder = stateFolder;
        _ownGate = gate;
        _providers = providers;
        var clock = new JournalTime(time);
        Time = time = clock;
        Journals = new Journals(() => StateFolder, () => SettingsFolder, clock);
        Http = new HttpMessageInvoker(handler ?? CreateHandler());
        Uploads = new UploadMemory(time);
        Uploading = new UploadStores(this);
        Monitor = new TaskMonitor(time);
    }

    public TimeProvider Time { get; }

    public HttpMessageInvoker Http { get; }

    /// <summary>A provider by the name that a profile has.</summary>
    public IProviderKind ProviderOf(string name) => ProviderRegistry.Of(name, _providers);

    /// <summary>The connections of a profile: those through its own proxy, or those that all others share.</summary>
    public HttpMessageInvoker HttpFor(string? proxy)
        => proxy is null ? Http : _proxied.GetOrAdd(proxy, static address => new Lazy<HttpMessageInvoker>(() => new HttpMessageInvoker(CreateHandler(address)))).Value;

    /// <summary>The same connections, with each exchange told to a log and kept for a while, without its secrets.</summary>
    public HttpMessageInvoker Watched(string? proxy, ApiKey? key, IStepLog log) => ExchangeHandler.Watch(HttpFor(proxy), key, Exchanges, log, Time);

    /// <summary>What a test of a profile asks through.</summary>
    public ProbeLines LinesFor(IStepLog log) => new(ProviderOf, Time, (proxy, key) => Watched(proxy, key, log), Gate, Uploads);

    /// <summary>Where results wait on their way to a store, and what runs there is noted.</summary>
    public string SpoolFolder => Path.Combine(StateFolder, "spool");

    /// <summary>A store, with its keys read.</summary>
    public ObjectStore OpenStore(StoreEntry entry, Func<KeySource, string?>? readSecret, IStepLog log)
        => ObjectStore.Open(entry, readSecret, Watched(proxy: null, key: null, log), SpoolFolder, Time);

    /// <summary>The journals of this process.</summary>
    public Journals Journals { get; }

    /// <summary>The journal in use.</summary>
    public ITaskJournal Journal => Journals.Current;

    /// <summary>Shows, tests and changes which journal is in use.</summary>
    public JournalDesk JournalDesk => new(Journals, () => SettingsFolder, Time);

    /// <summary>The rates that all processes of the user share, or all runners of the fleet.</summary>
    public IRateGate Gate => _ownGate ?? Journals.Shared?.Gate ?? _gates.GetOrAdd(StateFolder, folder => new Lazy<IRateGate>(() => new RateGate(new SqliteRateBook(folder, Time), Time))).Value;

    /// <summary>The log of a profile; one that keeps nothing when the profile has none.</summary>
    public RunLog LogOf(string? folder, ApiKey? key, ContractView contract, IStepLog steps)
        => new(string.IsNullOrWhiteSpace(folder) ? null : _logs.GetOrAdd(folder, path => new Lazy<RunLogFile>(() => new RunLogFile(path, Time))).Value, key, folder, contract, Time, steps.Warning);

    /// <summary>The process ends: a copy of a journal's file shall hold everything.</summary>
    public void FoldIn() => Journals.FoldIn();

    public UploadMemory Uploads { get; }

    /// <summary>The stores that local files of profiles go to.</summary>
    public UploadStores Uploading { get; }

    /// <summary>What may have to be sent again.</summary>
    public OpenRequests OpenRequests { get; } = new();

    public ExchangeMemory Exchanges { get; } = new();

    public TaskMonitor Monitor { get; }

    /// <summary>Where journal and rates lie.</summary>
    public string StateFolder => _stateFolder ?? WanHome.StateFolder;

    /// <summary>Where it is said which journal is in use.</summary>
    private string SettingsFolder => _stateFolder ?? WanHome.ConfigFolder;

    private static ProxyGuard CreateHandler(string? proxy = null)
    {
        var settings = ProxySettings.Of(proxy);
        return new ProxyGuard(
            new SocketsHttpHandler
            {
                AllowAutoRedirect = false,
                Proxy = settings,
                UseCookies = false,
                AutomaticDecompression = DecompressionMethods.None,
                ConnectTimeout = TimeSpan.FromSeconds(20),
                PooledConnectionLifetime = TimeSpan.FromMinutes(5),
                MaxConnectionsPerServer = 64,
            },
            settings);
    }
}
