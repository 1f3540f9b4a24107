using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using Microsoft.Extensions.Time.Testing;
using Wan27.Engine.Profiles;
using Wan27.Engine.Providers;
using Wan27.Engine.Tasks.Evidence;
using Wan27.Engine.Tasks.Journal;

namespace Wan27.Engine.Tests.Tasks.Evidence;

/// <summary>An account whose provider tells what a test says, and can be met in the midst of a look.</summary>
internal sealed class ToldAccount : IEvidenceReader, IDisposable
{
    private readonly JournalRig _rig = new();
    private readonly IProvider _provider = DispatchProxy.Create<IProvider, ClockOnly>();

    public ToldAccount()
    {
        var key = Path.Combine(Path.GetDirectoryName(_rig.Folder)!, "key");
        File.WriteAllText(key, "sk-0123456789abcdef0123456789abcdef");
        Bundle = Bundle.Resolve(
            new StoredProfile { Name = "main", Region = WanRegion.Singapore, Endpoint = "https://dashscope-intl.aliyuncs.com/api/v1", Key = new KeySource(KeySourceKind.File, key) }, readSecret: null);
    }

    public FakeTimeProvider Time => _rig.Time;

    public SqliteTaskJournal Journal => _rig.Journal;

    public Bundle Bundle { get; }

    /// <summary>How far the service's clock is ahead, as an answer has told.</summary>
    public TimeSpan? Told
    {
        get => _provider.ClockOffset;
        set => ((ClockOnly)_provider).Offset = value;
    }

    /// <summary>What the account has, as a look at each tells it.</summary>
    public List<TaskTrace> Tasks { get; } = [];

    public Func<Task> WhileListing { get; set; } = static () => Task.CompletedTask;

    public Func<Task> WhileLooking { get; set; } = static () => Task.CompletedTask;

    /// <summary>A process that looks for the first time.</summary>
    public EvidenceDesk NewDesk() => new(this, _provider, Journal, Bundle, Time);

    /// <summary>A job whose submit leaves now.</summary>
    public async Task<string> LeaveAsync(string? jobKey, OwnerProcess? owner = null, TimeSpan? clockOffset = null)
    {
        var draft = Drafts.For(jobKey) with { Bundle = Bundle.Show(WanRoutes.ImageToVideo, "wan2.7-i2v") };
        var id = (await (owner is null ? Journal : _rig.Open(new JournalOptions { Owner = owner })).ReserveAsync(draft)).Entry.LocalId;
        await Journal.UpdateAsync(id, new JournalUpdate { SubmittedAt = Time.GetUtcNow(), ClockOffset = clockOffset });
        return id;
    }

    /// <summary>A job whose answer was lost just now.</summary>
    public async Task<string> LoseAsync(string? jobKey, OwnerProcess? owner = null, TimeSpan? clockOffset = null)
    {
        var id = await LeaveAsync(jobKey, owner, clockOffset);
        await Journal.MarkIndeterminateAsync(id, [], JournalRig.Error);
        return id;
    }

    /// <summary>A finished task with the prompt of the drafts.</summary>
    public TaskTrace Made(string id, TimeSpan ago = default)
        => new() { TaskId = id, Model = "wan2.7-i2v", State = WanTaskState.Completed, Status = "SUCCEEDED", CreatedAt = Time.GetUtcNow() - ago, Prompt = "A fox runs" };

    public async Task<IReadOnlyList<TaskTrace>> ListAsync(string? model, CancellationToken ct)
    {
        await WhileListing();
        return [.. Tasks.Select(static task => task with { State = WanTaskState.Polling, Prompt = null })];
    }

    public async Task<TaskTrace> LookAsync(TaskTrace known, CancellationToken ct)
    {
        await WhileLooking();
        return Tasks.Single(task => task.TaskId == known.TaskId);
    }

    public void Dispose() => _rig.Dispose();

    /// <summary>A provider of which nothing but its clock is asked.</summary>
    [SuppressMessage("Performance", "CA1852", Justification = "A proxy is derived from it at run time.")]
    internal class ClockOnly : DispatchProxy
    {
        public TimeSpan? Offset { get; set; }

        protected override object? Invoke(MethodInfo? targetMethod, object?[]? args)
            => targetMethod!.Name == "get_" + nameof(IProvider.ClockOffset) ? Offset : throw new NotSupportedException(targetMethod.Name);
    }
}
