using Wan27.Engine.Contract;
using Wan27.Engine.Profiles;
using Wan27.Engine.Routes;
using Wan27.Engine.Tasks;
using Wan27.Engine.Tasks.Journal;
using Wan27.Engine.Tasks.Rates;
using Wan27.Engine.Tests.Results;
using Wan27.Engine.Tests.Tasks;

namespace Wan27.Engine.Tests.Providers;

/// <summary>The real client under a wrapper provider, against a server whose answers are scripted.</summary>
internal sealed class WrapperRig : IAsyncDisposable
{
    public const string Key = "key-0123456789abcdef:fedcba9876543210";

    private static readonly IReadOnlyDictionary<string, double> Pauses = new Dictionary<string, double>
    {
        ["retry.get.attempts.max"] = 2,
        ["retry.throttle.attempts.max"] = 2,
        ["retry.delay.first.seconds"] = 0.001,
        ["retry.delay.max.seconds"] = 0.001,
        ["poll.i2v.first.seconds"] = 0.01,
        ["poll.i2v.seconds"] = 0.01,
        ["poll.image.first.seconds"] = 0.01,
        ["poll.image.seconds"] = 0.01,
    };

    /// <param name="provider">The provider.</param>
    /// <param name="script">The answer to each request.</param>
    /// <param name="limits">Limits beside short pauses.</param>
    /// <param name="endpoint">Another server than the scripted one.</param>
    /// <param name="apiKey">The key that it accepts.</param>
    public WrapperRig(string provider, Func<WireRequest, WireAnswer> script, IReadOnlyDictionary<string, double>? limits = null, string? endpoint = null, string apiKey = Key)
    {
        Server = new LoopbackServer(script);
        Folder = Directory.CreateTempSubdirectory("wan27-wrapper-").FullName;
        var key = Path.Combine(Folder, "key");
        File.WriteAllText(key, apiKey);
        Profile = new StoredProfile
        {
            Name = "far",
            Provider = provider,
            Endpoint = endpoint ?? Server.Url(string.Empty),
            Key = new KeySource(KeySourceKind.File, key),
            SubmitRate = 10_000,
            QueryRate = 10_000,
            Limit = Pauses.Concat(limits ?? new Dictionary<string, double>()).ToDictionary(),
        };
        Host = new EngineHost(TimeProvider.System, stateFolder: Path.Combine(Folder, "state"), gate: new RateGate(new MemoryRateBook(TimeProvider.System), TimeProvider.System));
        Client = new WanClient(Host, Bundle.Resolve(Profile, readSecret: null), new NoLog());
    }

    public LoopbackServer Server { get; }

    public StoredProfile Profile { get; }

    public string Folder { get; }

    public EngineHost Host { get; }

    public WanClient Client { get; }

    public ContractView Contract => Client.Bundle.Contract;

    public ITaskJournal Journal => Host.Journal;

    public Task<WanTask> StartAsync(RouteRequest request, SubmitOptions? options = null)
        => Client.StartAsync(request, options ?? new SubmitOptions(), new NoLog(), CancellationToken.None);

    public async ValueTask DisposeAsync()
    {
        (Host.Journal as IDisposable)?.Dispose();
        await Server.DisposeAsync();
        Directory.Delete(Folder, recursive: true);
    }
}
