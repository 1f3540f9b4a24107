using System.Security.Cryptography.X509Certificates;
using System.Text.Json;
using Wan27.Engine.Profiles;
using Wan27.Engine.Tasks;
using Wan27.Engine.Tasks.Journal;
using Wan27.Engine.Tasks.Rates;
using Wan27.Engine.Tests.Results;
using Wan27.Engine.Tests.Tasks;

namespace Wan27.Engine.Tests.Transport;

/// <summary>The real client with its journal, against a server whose answers are scripted byte by byte. No look is repeated.</summary>
internal sealed class ScriptedService : IAsyncDisposable
{
    public const string Key = "sk-wire-0123456789abcdef";

    private const double Rate = 10_000;

    private static readonly IReadOnlyDictionary<string, double> Limits = new Dictionary<string, double>
    {
        ["retry.get.attempts.max"] = 1,
        ["retry.throttle.attempts.max"] = 1,
        ["retry.delay.first.seconds"] = 0.001,
        ["retry.delay.max.seconds"] = 0.001,
    };

    public ScriptedService(Func<WireRequest, WireAnswer> script, X509Certificate2? certificate = null, TimeProvider? time = null)
    {
        Server = new LoopbackServer(script, certificate);
        Folder = Directory.CreateTempSubdirectory("wan27-wire-").FullName;
        var key = Path.Combine(Folder, "key");
        File.WriteAllText(key, Key);
        var profile = new StoredProfile
        {
            Name = "main",
            Region = WanRegion.Singapore,
            Endpoint = Server.Url("/api/v1"),
            Key = new KeySource(KeySourceKind.File, key),
            SubmitRate = Rate,
            QueryRate = Rate,
            Limit = Limits,
        };
        var clock = time ?? TimeProvider.System;
        Host = new EngineHost(clock, stateFolder: Path.Combine(Folder, "state"), gate: new RateGate(new MemoryRateBook(clock), clock));
        Client = new WanClient(Host, Bundle.Resolve(profile, readSecret: null), new NoLog());
    }

    public LoopbackServer Server { get; }

    public string Folder { get; }

    public EngineHost Host { get; }

    public WanClient Client { get; }

    public ITaskJournal Journal => Host.Journal;

    /// <summary>Requests that would have created a task.</summary>
    public IEnumerable<WireRequest> Submits => Server.Requests.Where(static request => request.Method == "POST");

    public static WireAnswer Json(object body, int status = 200) => WireAnswer.Text(status, JsonSerializer.Serialize(body)).With("Content-Type", "application/json");

    /// <summary>The answer of a list that has nothing, for the search that follows an open submit.</summary>
    public static WireAnswer EmptyList() => Json(new { total = 0, total_page = 1, data = Array.Empty<object>(), request_id = "r-list" });

    /// <summary>Submits as given, and nothing in the list.</summary>
    public static Func<WireRequest, WireAnswer> AnswersSubmitsWith(Func<WireAnswer> answer) => request => request.Method == "POST" ? answer() : EmptyList();

    public Task<WanTask> StartAsync(string? jobKey = null, WanOnAmbiguous onAmbiguous = WanOnAmbiguous.Report)
        => Client.StartAsync(EngineRig.Request(), new SubmitOptions { JobKey = jobKey, OnAmbiguous = onAmbiguous }, new NoLog(), CancellationToken.None);

    public Task<WanException> FailsAsync(Func<WanClient, Task> call) => Assert.ThrowsAsync<WanException>(() => call(Client));

    /// <summary>A call of each kind that only looks, by its name.</summary>
    public Func<WanClient, Task> Look(string name) => name switch
    {
        "query" => static client => client.Provider.QueryAsync("task-1", CancellationToken.None),
        "poll" => static client => client.Provider.PollAsync("task-1", CancellationToken.None),
        "list" => static client => client.ListAsync(new(), CancellationToken.None),
        "cancel" => static client => client.Provider.CancelAsync("task-1", CancellationToken.None),
        _ => UploadAsync,
    };

    public Task UploadAsync(WanClient client)
    {
        var path = Path.Combine(Folder, "in.png");
        File.WriteAllBytes(path, [1, 2, 3]);
        return client.Provider.UploadAsync(path, "wan2.7-i2v", new NoLog(), CancellationToken.None);
    }

    public async ValueTask DisposeAsync()
    {
        (Host.Journal as IDisposable)?.Dispose();
        await Server.DisposeAsync();
        Directory.Delete(Folder, recursive: true);
    }
}
