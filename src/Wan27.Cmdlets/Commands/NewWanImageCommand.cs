using System.Collections;
using System.Management.Automation;
using Wan27.Cmdlets.Binding;
using Wan27.Cmdlets.Completion;
using Wan27.Cmdlets.Jobs;
using Wan27.Engine;
using Wan27.Engine.Tasks;

namespace Wan27.Cmdlets.Commands;

/// <summary>Makes still images in one call each, or with -Async as tasks that survive a cut, and emits one result per picture (contract section 2).</summary>
[Cmdlet(VerbsCommon.New, "WanImage", SupportsShouldProcess = true)]
[OutputType(typeof(WanImageResult), typeof(Job))]
public sealed class NewWanImageCommand : ImageCmdlet
{
    private bool _hasTold;

    /// <summary>Creates a task and waits for it: its id is in the journal, so that nothing that was cut off has to be made again.</summary>
    [Parameter]
    public SwitchParameter Async { get; set; }

    /// <summary>Your own name for the job, unique in a profile; it needs Async. A job that is under way or finished is not paid again.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(JobKeyCompleter))]
    [Text]
    [AllowEmptyString]
    public string? JobKey { get; set; }

    /// <summary>Submits, and pays, anew although the job key stands for a task.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

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

    /// <summary>Works in a background job of this process instead.</summary>
    [Parameter]
    public SwitchParameter AsJob { get; set; }

    internal override bool IsAsync => Async;

    internal override IRecordWork CreateWork() => AsJob ? new JobWork(this) : SubmitWork.ForPictures(this, Options);

    private SubmitOptions Options(WanClient client)
    {
        var key = AskedText(JobKey);
        var isTask = Async || !client.MakesPicturesInOneCall;
        if (key is not null && !isTask && !_hasTold)
        {
            _hasTold = true;
            WriteWarning("A job key needs -Async: without it nothing is kept of a call, and a run that is cut off makes, and pays for, its pictures again.");
        }

        // What was lost can be found with Start-WanImageTask, which has more to say about it.
        return new SubmitOptions { SkipPreflight = SkipPreflight, JobKey = isTask ? key : null, Force = isTask && Force, OnAmbiguous = WanOnAmbiguous.Report };
    }
}
