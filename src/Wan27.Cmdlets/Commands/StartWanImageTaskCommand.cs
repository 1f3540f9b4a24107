using System.Management.Automation;
using Wan27.Engine;

namespace Wan27.Cmdlets.Commands;

/// <summary>Starts image tasks on the asynchronous endpoint: the way for large or costly jobs (contract section 2.1).</summary>
[Cmdlet(VerbsLifecycle.Start, "WanImageTask", SupportsShouldProcess = true)]
[OutputType(typeof(WanTask))]
public sealed class StartWanImageTaskCommand : ImageCmdlet
{
    /// <summary>Your own name for the job, unique in a profile.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [AllowEmptyString]
    public string? JobKey { get; set; }

    /// <summary>Sends without the local checks; recorded on the result.</summary>
    [Parameter]
    public SwitchParameter SkipPreflight { get; set; }

    internal override bool IsAsync => true;

    internal override IRecordWork CreateWork()
        => SubmitWork.ForTasks(this, () => new SubmitOptions { JobKey = AskedText(nameof(JobKey), JobKey), SkipPreflight = SkipPreflight });
}
