using Wan27.Engine.Contract;
using Wan27.Engine.Results;

namespace Wan27.Engine.Tests.Results;

/// <summary>A folder, a client and a store for one test. Pauses between tries are as short as the contract's overrides allow.</summary>
internal sealed class ResultRig : IDisposable
{
    private readonly HttpClient _http = new(new SocketsHttpHandler { AllowAutoRedirect = false });

    public ResultRig(IReadOnlyDictionary<string, double>? limits = null, TimeProvider? time = null)
    {
        var overrides = new Dictionary<string, double>(limits ?? new Dictionary<string, double>());
        overrides.TryAdd("retry.delay.first.seconds", 0.001);
        overrides.TryAdd("retry.delay.max.seconds", 0.01);
        Contract = new ContractView(ContractData.Current, overrides);
        Store = new ResultStore(_http, Contract, time ?? TimeProvider.System);
        Folder = Directory.CreateTempSubdirectory("wan27-results-").FullName;
    }

    public ContractView Contract { get; }

    public ResultStore Store { get; private set; }

    public string Folder { get; }

    /// <summary>What the folder holds, by name.</summary>
    public IEnumerable<string> Names
        => Directory.EnumerateFiles(Folder, "*", SearchOption.AllDirectories)
            .Select(path => Path.GetRelativePath(Folder, path).Replace('\\', '/'))
            .Order(StringComparer.Ordinal);

    public static WanTask Task(string url, string taskId = "task-1") => new()
    {
        TaskId = taskId,
        JobKey = "fox",
        Profile = "main",
        Provider = "DashScope",
        Route = WanRoutes.ImageToVideo,
        Model = "wan2.7-i2v",
        Region = WanRegion.Singapore,
        Endpoint = "https://dashscope-intl.aliyuncs.com",
        KeySource = "variable DASHSCOPE_API_KEY",
        State = WanTaskState.Completed,
        Prompt = "A fox runs",
        Request = new Dictionary<string, object?> { ["Duration"] = 5, ["FirstFrame"] = "/in/fox.png" },
        SubmittedAt = new DateTimeOffset(2026, 11, 22, 9, 0, 0, TimeSpan.Zero),
        EndedAt = new DateTimeOffset(2026, 11, 22, 9, 2, 0, TimeSpan.Zero),
        RequestId = "request-1",
        ResultUrls = [url],
        VideoUrl = url,
        Usage = new WanUsage { BilledUnits = 5, Unit = "second", Resolution = "720P" },
    };

    public string PathOf(string name) => Path.Combine(Folder, name);

    /// <summary>As if the script was started again.</summary>
    public void StartAgain() => Store = new ResultStore(_http, Contract, TimeProvider.System);

    public ResultPlan Plan(WanTask task, string? template = null, bool force = false, Func<CancellationToken, Task<IReadOnlyList<string>?>>? refresh = null)
        => new ResultPlanner(TimeProvider.System).For(task, new SaveOptions(Folder, template, force), refresh)[0];

    public Task<StoredFile> SaveAsync(ResultPlan plan, ISaveWatch? bytes = null, CancellationToken cancellation = default)
        => Store.SaveAsync(plan.Source, plan.Target, bytes, cancellation);

    public Task<StoredFile> SaveAsync(string url, bool force = false) => SaveAsync(Plan(Task(url), force: force));

    public void Dispose()
    {
        _http.Dispose();
        if (Directory.Exists(Folder))
        {
            Directory.Delete(Folder, recursive: true);
        }
    }
}
