using System.Collections;
using System.Management.Automation;
using Wan27.Cmdlets.Binding;
using Wan27.Cmdlets.Completion;

namespace Wan27.Cmdlets.Commands;

/// <summary>Starts video-edit tasks: a clip changed by instruction, with reference images (contract section 4).</summary>
[Cmdlet(VerbsLifecycle.Start, "WanVideoEditTask", SupportsShouldProcess = true)]
[OutputType(typeof(WanTask))]
public sealed class StartWanVideoEditTaskCommand : VideoEditCmdlet, IStartsTasks
{
    /// <summary>
    /// Your own name for the job, unique in a profile. A job that is under way or finished is handed out again instead of being paid
    /// again; after Failed, Canceled or Expired it is submitted anew.
    /// </summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(JobKeyCompleter))]
    [Text]
    [AllowEmptyString]
    public string? JobKey { get; set; }

    /// <summary>Submits, and pays, anew although the job key stands for a task.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <summary>
    /// What becomes of a submit that was cut off, so that a task may or may not exist: Prove (the default) leaves it to
    /// Wait-WanTask to find out by evidence, Report names the candidates, Adopt takes over the only one that nothing speaks against, Resubmit
    /// sends again at the risk of paying twice.
    /// </summary>
    [Parameter]
    public WanOnAmbiguous OnAmbiguous { get; set; }

    /// <summary>
    /// What this run may be billed: money by the profile's price list, such as @{ Amount = 10; Currency = 'USD' }, or @{ Seconds = 600 } or
    /// @{ Pictures = 100 }. Commands that name the same Run share it. The profile's own budget holds beside it.
    /// </summary>
    [Parameter]
    [Pairs]
    public Hashtable? BudgetLimit { get; set; }

    /// <summary>What becomes of the rest when a job would pass a budget: Stop (the default) submits nothing more, Skip goes on with what still fits.</summary>
    [Parameter]
    public WanBudgetPolicy BudgetPolicy { get; set; }

    /// <summary>Sends without the local checks; recorded on the result.</summary>
    [Parameter]
    public SwitchParameter SkipPreflight { get; set; }

    internal override IRecordWork CreateWork() => SubmitWork.ForTasks(this);
}
