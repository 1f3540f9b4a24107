using System.Management.Automation;
using Wan27.Cmdlets.Async;
using Wan27.Cmdlets.Binding;
using Wan27.Cmdlets.Completion;
using Wan27.Cmdlets.Output;
using Wan27.Engine;
using Wan27.Engine.Providers;
using Wan27.Engine.Routes;
using Wan27.Engine.Tasks.Journal;

namespace Wan27.Cmdlets.Commands;

/// <summary>
/// Shows tasks: as the journal knows them, with -Refresh as the provider knows them now, with -Remote all that the provider lists of the
/// last 24 hours (contract sections 6.1 and 6.3).
/// </summary>
[Cmdlet(VerbsCommon.Get, "WanTask", DefaultParameterSetName = Local)]
[OutputType(typeof(WanTask))]
public sealed class GetWanTaskCommand : AsyncCmdlet
{
    private const string Local = "Journal";
    private const string AtProvider = "Remote";

    private ClientSource? _clients;
    private RecordReader? _reader;

    /// <summary>Task ids. One that the journal does not know is looked for at the provider, where ids live 24 hours.</summary>
    [Parameter(Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true, ParameterSetName = Local)]
    [Alias("Id")]
    [ArgumentCompleter(typeof(TaskIdCompleter))]
    [Column(Or = "Id", IsOptional = true)]
    [AllowEmptyCollection]
    public string[]? TaskId { get; set; }

    /// <summary>Only tasks in these states.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [OneOf(typeof(WanTaskState), IsList = true)]
    [AllowEmptyCollection]
    public WanTaskState[]? State { get; set; }

    /// <summary>Only tasks of this route.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(RouteCompleter))]
    [Text]
    [AllowEmptyString]
    public string? Route { get; set; }

    /// <summary>Only the task that this job key stands for.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true, ParameterSetName = Local)]
    [ArgumentCompleter(typeof(JobKeyCompleter))]
    [Text]
    [AllowEmptyString]
    public string? JobKey { get; set; }

    /// <summary>Only tasks made at this time or later.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Moment]
    public DateTime? Since { get; set; }

    /// <summary>Asks the provider about each task before it is shown.</summary>
    [Parameter(ParameterSetName = Local)]
    public SwitchParameter Refresh { get; set; }

    /// <summary>Lists the provider's recent tasks, whoever submitted them.</summary>
    [Parameter(Mandatory = true, ParameterSetName = AtProvider)]
    public SwitchParameter Remote { get; set; }

    /// <summary>Name of a profile. The journal's tasks of all profiles are shown when left out; the provider is asked under the default one.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(ProfileCompleter))]
    [Text]
    [AllowEmptyString]
    public string? Profile { get; set; }

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        _reader = RecordReader.Begin(this);
        _clients = new ClientSource(this);
    }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        if (!_reader!.Admits(needed: IsFiltered ? null : nameof(TaskId)))
        {
            return;
        }

        if (TaskId is { Length: > 0 })
        {
            foreach (var id in TaskId)
            {
                Each(id, () => FindOne(id));
            }
        }
        else if (Remote)
        {
            Each(Profile, List);
        }
        else
        {
            Each(JobKey, Query);
        }
    }

    /// <summary>A row without a task id is a question of its own when it says which tasks are meant; an empty one is a mistake.</summary>
    private bool IsFiltered => new[] { nameof(State), nameof(Route), nameof(JobKey), nameof(Since), nameof(Profile) }.Any(_reader!.IsFromRecord);

    private string? AskedRoute => Route is null ? null : RouteCatalogue.Parse(Route).Name;

    private void FindOne(string id)
    {
        var (client, task) = TaskHandle.Of(_clients!, id, Profile);
        AwaitRecord(id, async ct => await WriteObjectAsync(await client.FindAsync(task.TaskId!, Refresh, ct)));
    }

    private void List()
    {
        var client = _clients!.Get(Profile);
        var route = AskedRoute;
        var query = new TaskListQuery { From = Since is { } since ? new DateTimeOffset(since) : null };
        AwaitRecord(Profile, async ct =>
        {
            foreach (var task in (await client.ListAsync(query, ct)).Where(task => (State is null || State.Contains(task.State)) && (route is null || task.Route == route)))
            {
                await WriteObjectAsync(task);
            }
        });
    }

    private void Query()
    {
        var filter = new JournalFilter
        {
            States = State ?? [],
            Route = AskedRoute,
            JobKey = JobKey,
            Profile = string.IsNullOrWhiteSpace(Profile) ? null : Profile,
            Since = Since is { } since ? new DateTimeOffset(since) : null,
        };
        this.ReadyJournal();
        AwaitRecord(JobKey, async ct =>
        {
            foreach (var entry in await EngineSource.Engine.RowsAsync(filter, ct))
            {
                if (JobKey is null || entry.HoldsJobKey)
                {
                    await ShowAsync(entry.Task, ct);
                }
            }
        });
    }

    private async Task ShowAsync(WanTask task, CancellationToken ct)
    {
        WanClient? client = null;
        if (Refresh && task is { TaskId: not null, State: not WanTaskState.Stored })
        {
            await OnPipelineAsync(() => client = ClientOf(task));
        }

        try
        {
            await WriteObjectAsync(client is null ? task : await client.RefreshAsync(task, ct));
        }
        catch (WanException unseen)
        {
            await WriteErrorAsync(ErrorRecords.From(unseen, task));
        }
    }

    /// <summary>Pipeline thread: who is asked about a task. What was said to have failed may be contradicted as long as its id lives, and by nobody afterwards.</summary>
    private WanClient? ClientOf(WanTask task)
    {
        if (task.State is not (WanTaskState.Failed or WanTaskState.Canceled))
        {
            return _clients!.Get(task.Profile);
        }

        try
        {
            return _clients!.Get(task.Profile) is var client && client.MayStillBeKnown(task) ? client : null;
        }
        catch (WanException)
        {
            // Its profile is gone; what the journal knows can be shown all the same.
            return null;
        }
    }

    private void Each(object? target, Action work)
    {
        try
        {
            work();
        }
        catch (WanException refused)
        {
            WriteError(ErrorRecords.From(refused, target, _reader!.Place));
        }
    }
}
