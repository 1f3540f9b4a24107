using System.Globalization;
using Wan27.Emulator;
using Wan27.Engine.Profiles;
using Wan27.Engine.Tasks;
using Wan27.Engine.Tasks.Journal;
using Wan27.Engine.Tests.Tasks;

namespace Wan27.Engine.Tests.Postgres;

/// <summary>Runners with homes of their own, one account at an emulator, and one shared journal.</summary>
internal sealed class FleetRig : IAsyncDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("wan27-fleet-").FullName;
    private readonly string _variable = "WAN27_TEST_" + Guid.NewGuid().ToString("N");
    private readonly List<EngineHost> _hosts = [];

    private FleetRig(EmulatorServer emulator, string text)
    {
        Emulator = emulator;
        Text = text;
        Environment.SetEnvironmentVariable(_variable, text);
        File.WriteAllText(Path.Combine(_folder, "key"), emulator.ApiKey);
    }

    public EmulatorServer Emulator { get; }

    /// <summary>The connection text of the journal.</summary>
    public string Text { get; }

    public static async Task<FleetRig> StartAsync(PostgresServer server, double taskSeconds) => new(
        await EmulatorServer.StartAsync(new EmulatorOptions { TaskSeconds = taskSeconds, UseFfmpeg = false, Seed = 1 }), await server.MakeDatabaseAsync());

    public string HomeOf(int runner) => Path.Combine(_folder, string.Create(CultureInfo.InvariantCulture, $"runner-{runner}"));

    /// <summary>A runner's process.</summary>
    /// <param name="runner">Which one; one that is opened again is the next process on that machine.</param>
    /// <param name="pace">Seconds from one look at a task to the next.</param>
    /// <param name="queryRate">Looks a second that the account has.</param>
    public (EngineHost Host, WanClient Client, WarningLog Log) Open(int runner, double pace = 0.1, double queryRate = 10_000)
    {
        new JournalSetting(HomeOf(runner)).Set(new KeySource(KeySourceKind.Variable, _variable));
        var host = new EngineHost(TimeProvider.System, stateFolder: HomeOf(runner));
        _hosts.Add(host);
        var log = new WarningLog();
        var profile = new StoredProfile
        {
            Name = "main",
            Region = WanRegion.Singapore,
            Endpoint = Emulator.Url + "api/v1",
            Key = new KeySource(KeySourceKind.File, Path.Combine(_folder, "key")),
            SubmitRate = 10_000,
            QueryRate = queryRate,
            Limit = new Dictionary<string, double>(EngineRig.Limits) { ["poll.i2v.first.seconds"] = pace, ["poll.i2v.seconds"] = pace, ["rate.queued.max"] = 5000 },
        };
        return (host, new WanClient(host, Bundle.Resolve(profile, readSecret: null), log), log);
    }

    public static Task<WanTask> StartAsync(WanClient client, string? key, int number = 0) => client.StartAsync(
        EngineRig.Request(string.Create(CultureInfo.InvariantCulture, $"turn {number}")), new SubmitOptions { JobKey = key, OnAmbiguous = WanOnAmbiguous.Report, SkipPreflight = true }, new NoLog(), default);

    public async ValueTask DisposeAsync()
    {
        foreach (var host in _hosts)
        {
            host.Journals.Shared?.Dispose();
        }

        Environment.SetEnvironmentVariable(_variable, null);
        await Emulator.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }
}
