using System.Management.Automation;
using Wan27.Cmdlets.Async;
using Wan27.Cmdlets.Binding;
using Wan27.Cmdlets.Completion;
using Wan27.Cmdlets.Output;
using Wan27.Engine.Contract;

namespace Wan27.Cmdlets.Commands;

/// <summary>Looks at tasks at the provider (contract section 6.1).</summary>
[Cmdlet(VerbsCommon.Get, "WanTask")]
[OutputType(typeof(WanTask))]
public sealed class GetWanTaskCommand : AsyncCmdlet
{
    private ClientSource? _clients;
    private OrderedWork<WanTask>? _work;

    /// <summary>Task ids, usable for 24 hours after the submit.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("Id")]
    public string[] TaskId { get; set; } = [];

    /// <summary>Name of the profile that submitted the task; the default profile when left out.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(ProfileCompleter))]
    [AllowEmptyString]
    public string? Profile { get; set; }

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        _clients = new ClientSource(this);
        _work = new OrderedWork<WanTask>(this, ContractData.Current.Limit("submit.parallel.max").AsInteger, WriteObject);
    }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        foreach (var id in TaskId)
        {
            try
            {
                var (client, task) = TaskHandle.Of(_clients!, id, Profile);
                _work!.Add(ct => client.FindAsync(task.TaskId!, ct), id);
            }
            catch (WanException refused)
            {
                WriteError(ErrorRecords.From(refused, id));
            }
        }
    }

    /// <inheritdoc/>
    protected override void EndProcessing() => _work!.Finish();

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        _work?.Dispose();
    }
}
