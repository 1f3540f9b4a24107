using Wan27.Emulator;
using Wan27.Engine.Profiles;
using Wan27.Engine.Routes;
using Wan27.Engine.Routes.ImageToVideo;
using Wan27.Engine.Tasks;
using Wan27.Engine.Tasks.Evidence;
using Wan27.Engine.Tasks.Journal;

namespace Wan27.Engine.Tests.Tasks;

/// <summary>The whole engine against an emulator of its own, with pauses as short as the contract's overrides allow.</summary>
internal sealed class EngineRig : IAsyncDisposable
{
    private const double Rate = 10_000;

    /// <summary>The pauses of a rig.</summary>
    public static readonly IReadOnlyDictionary<string, double> Limits = new Dictionary<string, double>
    {
        ["retry.delay.first.seconds"] = 0.01,
        ["retry.delay.max.seconds"] = 0.05,
        ["poll.i2v.first.seconds"] = 0.02,
        ["poll.i2v.seconds"] = 0.05,
        ["submit.late.seconds"] = 0.5,
    };

    private EngineRig(EmulatorServer server, IReadOnlyDictionary<string, double> limits)
    {
        Server = server;
        Folder = Directory.CreateTempSubdirectory("wan27-engine-").FullName;
        var key = Path.Combine(Folder, "key");
        File.WriteAllText(key, server.ApiKey);
        Profile = ProfileOf(server.Url + "api/v1", key) with { Limit = limits };
        Host = new EngineHost(TimeProvider.System, stateFolder: Path.Combine(Folder, "state"));
        Client = new WanClient(Host, Bundle.Resolve(Profile, readSecret: null), new NoLog());
    }

    public EmulatorServer Server { get; }

    public string Folder { get; }

    public StoredProfile Profile { get; }

    public EngineHost Host { get; }

    public WanClient Client { get; }

    public ITaskJournal Journal => Host.Journal;

    /// <param name="late">Seconds in which a task may still appear: short where none will, long where one is waited for.</param>
    public static async Task<EngineRig> StartAsync(double taskSeconds = 0, int resultPadding = 0, TimeProvider? serverTime = null, double late = 0.5)
        => new(
            await EmulatorServer.StartAsync(new EmulatorOptions { TaskSeconds = taskSeconds, ResultPadding = resultPadding, Time = serverTime ?? TimeProvider.System, UseFfmpeg = false, Seed = 1 }),
            new Dictionary<string, double>(Limits) { ["submit.late.seconds"] = late });

    /// <summary>An account that takes few tasks at once, at a service that refuses more.</summary>
    public static async Task<EngineRig> StartNarrowAsync(int running, int queued, double taskSeconds)
        => new(
            await EmulatorServer.StartAsync(new EmulatorOptions { TaskSeconds = taskSeconds, PendingTime = TimeSpan.Zero, RestrictRunning = true, Running = running, Queued = queued, UseFfmpeg = false, Seed = 1 }),
            new Dictionary<string, double>(Limits) { ["rate.running.max"] = running, ["rate.queued.max"] = queued });

    public static ImageToVideoRequest Request(string prompt = "turn", string picture = "a")
        => new() { Model = "wan2.7-i2v", Prompt = prompt, FirstFrame = MediaSource.Remote($"https://cdn.example.com/{picture}.png"), Resolution = "720P", Duration = 2 };

    /// <summary>A client that talks to another endpoint, in this process or, without a host, in one that shares the rig's folder.</summary>
    public static WanClient ClientOf(string endpoint, string folder, EngineHost? host = null)
        => new(host ?? new EngineHost(TimeProvider.System, stateFolder: Path.Combine(folder, "state")), Bundle.Resolve(ProfileOf(endpoint, Path.Combine(folder, "key")), readSecret: null), new NoLog());

    private static StoredProfile ProfileOf(string endpoint, string key) => new()
    {
        Name = "main",
        Region = WanRegion.Singapore,
        Endpoint = endpoint,
        Key = new KeySource(KeySourceKind.File, key),
        SubmitRate = Rate,
        QueryRate = Rate,
        Limit = Limits,
    };

    public Task<WanTask> StartAsync(string? jobKey = null, WanOnAmbiguous onAmbiguous = WanOnAmbiguous.Report, string prompt = "turn", string picture = "a")
        => Client.StartAsync(Request(prompt, picture), new SubmitOptions { JobKey = jobKey, OnAmbiguous = onAmbiguous }, new NoLog(), CancellationToken.None);

    /// <summary>A submitter over a journal and a clock of its own.</summary>
    public TaskSubmitter SubmitterOf(ITaskJournal journal, TimeProvider time)
    {
        var desk = new EvidenceDesk(Client.Provider.Evidence!, Client.Provider, journal, Client.Bundle, time);
        return new TaskSubmitter(Client.Provider, journal, Client.Bundle, time, new LostSubmits(journal, Client.Bundle, time, desk, new OpenRequests()));
    }

    public Task<WanTask> WaitAsync(WanTask task) => Client.WaitAsync(task, null, static _ => { }, new NoLog(), CancellationToken.None);

    public async Task<WanTask> KnownAsync(WanTask task) => (await Journal.FindByTaskIdAsync(task.TaskId!))!.Task;

    public async ValueTask DisposeAsync()
    {
        (Host.Journal as IDisposable)?.Dispose();
        await Server.DisposeAsync();
        Directory.Delete(Folder, recursive: true);
    }
}
