using System.Management.Automation;
using Wan27.Cmdlets.Async;
using Wan27.Cmdlets.Binding;
using Wan27.Cmdlets.Completion;
using Wan27.Cmdlets.Jobs;
using Wan27.Cmdlets.Output;
using Wan27.Engine;
using Wan27.Engine.Contract;
using Wan27.Engine.Records;

namespace Wan27.Cmdlets.Commands;

/// <summary>
/// Waits for tasks, many at once: takes them in without blocking, polls them in the background and emits each as it ends. Failed tasks
/// are emitted too, each with one error.
/// </summary>
[Cmdlet(VerbsLifecycle.Wait, "WanTask", DefaultParameterSetName = ByTask)]
[OutputType(typeof(WanTask), typeof(Job))]
public sealed class WaitWanTaskCommand : AsyncCmdlet
{
    private const string ByTask = "Task";
    private const string ById = "TaskId";

    private readonly WaitProgress _progress = new(TimeProvider.System);
    private readonly List<Task> _watches = [];
    private readonly Dictionary<double, CancellationTokenSource> _deadlines = [];
    private readonly long _begun = TimeProvider.System.GetTimestamp();
    private readonly List<(object Item, string? Profile)> _forJob = [];
    private ClientSource? _clients;
    private RecordReader? _reader;
    private StepLog? _log;

    /// <summary>Tasks from the Start cmdlets or Get-WanTask.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ParameterSetName = ByTask)]
    [ArgumentCompleter(typeof(TaskIdCompleter))]
    public WanTask[] Task { get; set; } = [];

    /// <summary>Task ids.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true, ParameterSetName = ById)]
    [Alias("Id")]
    [ArgumentCompleter(typeof(TaskIdCompleter))]
    [Column(Or = "Id")]
    [AllowEmptyCollection]
    public string[] TaskId { get; set; } = [];

    /// <summary>Seconds after which the wait ends with an error; the profile's, 14400 (four hours) unless set, when left out. The tasks go on and can be waited for again.</summary>
    [Parameter]
    [ValidateRange(1, int.MaxValue / 1000)]
    public double? TimeoutSec { get; set; }

    /// <summary>Seconds between two looks at a task; the route's own pace when left out. The account's query rate is kept in any case.</summary>
    [Parameter]
    [ValidateRange(0.05, 3600)]
    public double? PollIntervalSec { get; set; }

    /// <summary>Name of the profile; the task's own, else the default one, when left out.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(ProfileCompleter))]
    [Text]
    [AllowEmptyString]
    public string? Profile { get; set; }

    /// <summary>Waits in a background job of this process instead.</summary>
    [Parameter]
    public SwitchParameter AsJob { get; set; }

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        _reader = RecordReader.Begin(this);
        _clients = new ClientSource(this);
        _log = new StepLog(this);
    }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        if (!_reader!.Admits(needed: nameof(TaskId)))
        {
            return;
        }

        if (AsJob)
        {
            _forJob.AddRange((ParameterSetName == ByTask ? (object[])Task : TaskId).Select(item => (item, Profile)));
            return;
        }

        if (ParameterSetName == ByTask)
        {
            Each(Task, task => TaskHandle.OfTaskOrSubmit(_clients!, task, Profile));
        }
        else
        {
            Each(TaskId, id => TaskHandle.Of(_clients!, id, Profile));
        }

        WriteReady();
    }

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        if (AsJob)
        {
            StartJob();
            return;
        }

        Await(_ => System.Threading.Tasks.Task.WhenAll([.. _watches]));
        WriteProgress(WaitProgress.End);
        if (_progress.Unfinished is { Count: > 0 } unfinished)
        {
            ThrowTerminatingError(ErrorRecords.From(TimedOut(unfinished), unfinished));
        }
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        foreach (var deadline in _deadlines.Values)
        {
            deadline.Dispose();
        }
    }

    private void StartJob()
    {
        var calls = _forJob
            .GroupBy(static given => (IsTask: given.Item is WanTask, given.Profile))
            .Select(group => (IReadOnlyDictionary<string, object?>)new (string Name, object? Value)[]
            {
                (nameof(TimeoutSec), TimeoutSec),
                (nameof(PollIntervalSec), PollIntervalSec),
                (nameof(Profile), group.Key.Profile),
                (group.Key.IsTask ? nameof(Task) : nameof(TaskId), group.Key.IsTask ? group.Select(static given => given.Item).Cast<WanTask>().ToArray() : group.Select(static given => given.Item).Cast<string>().ToArray()),
            }.Where(static pair => pair.Value is not null).ToDictionary(static pair => pair.Name, static pair => pair.Value))
            .ToArray();
        var job = WanJob.Start(this, $"Wait-WanTask, {Counted.Of(_forJob.Count, "task")}", calls);
        JobRepository.Add(job);
        WriteObject(job);
    }

    /// <summary>Pipeline thread: the end of the wait for a profile's tasks, counted from its beginning.</summary>
    private CancellationToken DeadlineOf(WanClient client)
    {
        var seconds = TimeoutSec ?? client.Bundle.Contract.Number("wait.timeout.seconds");
        if (!_deadlines.TryGetValue(seconds, out var deadline))
        {
            var left = TimeSpan.FromSeconds(seconds) - TimeProvider.System.GetElapsedTime(_begun);
            deadline = _deadlines[seconds] = new CancellationTokenSource(left > TimeSpan.Zero ? left : TimeSpan.Zero);
        }

        return deadline.Token;
    }

    private void Each<TInput>(IEnumerable<TInput> inputs, Func<TInput, (WanClient Client, WanTask Task)> find)
    {
        foreach (var input in inputs)
        {
            try
            {
                if (input is WanTask { IsFinished: true } finished)
                {
                    Emit(finished);
                    continue;
                }

                var (client, task) = find(input);
                _progress.Seen(task);
                var deadline = DeadlineOf(client);
                _watches.Add(RunBeside(ct => WatchAsync(client, task, deadline, ct)));
            }
            catch (WanException refused)
            {
                WriteError(ErrorRecords.From(refused, input, input is WanTask ? null : _reader!.Place));
            }
        }
    }

    private async Task WatchAsync(WanClient client, WanTask task, CancellationToken deadline, CancellationToken ct)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(ct, deadline);
        try
        {
            var interval = PollIntervalSec is { } seconds ? TimeSpan.FromSeconds(seconds) : (TimeSpan?)null;
            var ended = await client.WaitAsync(task, interval, now => task = Changed(task, now), _log!, limit.Token).ConfigureAwait(false);
            task = Changed(task, ended);
            await OnPipelineAsync(() => Emit(ended)).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            // The time is up; the task stays among the unfinished, which the end of the wait names.
        }
        catch (WanException refused)
        {
            _progress.GivenUp(task);
            await WriteErrorAsync(ErrorRecords.From(refused, task)).ConfigureAwait(false);
        }
    }

    private WanTask Changed(WanTask before, WanTask now)
    {
        _progress.Became(before, now);
        if (_progress.Next() is { } record)
        {
            Post(() => WriteProgress(record));
        }

        return now;
    }

    /// <summary>Pipeline thread: the task goes on to the next cmdlet, and what went wrong is said once.</summary>
    private void Emit(WanTask task)
    {
        _progress.Seen(task);
        if (task.Error is not null && task.State is WanTaskState.Failed or WanTaskState.Canceled or WanTaskState.Expired)
        {
            WriteError(ErrorRecords.From(new WanException(task.Error) { Bundle = task, TaskId = task.TaskId }, task));
        }

        WriteObject(task);
    }

    /// <summary>The time of the wait; the shortest and the longest where the profiles of the tasks have several.</summary>
    private string TimeWaited()
    {
        var (shortest, longest) = (_deadlines.Keys.Min(), _deadlines.Keys.Max());
        return shortest == longest ? $"{longest:0.##}" : $"{shortest:0.##} to {longest:0.##}";
    }

    private WanException TimedOut(IReadOnlyList<string> unfinished)
    {
        var tasks = $"{Counted.Of(unfinished.Count, "task")} {(unfinished.Count == 1 ? "was" : "were")}";
        var names = $"{string.Join(", ", unfinished.Take(5))}{(unfinished.Count > 5 ? ", ..." : string.Empty)}";
        return _progress.HasOpenSubmits ? AsyncErrors.WaitTimedOutWithOpenSubmits(tasks, TimeWaited(), names) : AsyncErrors.WaitTimedOut(tasks, TimeWaited(), names);
    }
}
