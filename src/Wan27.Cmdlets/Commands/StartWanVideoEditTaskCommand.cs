using System.Management.Automation;
using Wan27.Engine;

namespace Wan27.Cmdlets.Commands;

/// <summary>Starts video-edit tasks: a clip changed by instruction, with reference images (contract section 4).</summary>
[Cmdlet(VerbsLifecycle.Start, "WanVideoEditTask", SupportsShouldProcess = true)]
[OutputType(typeof(WanTask))]
public sealed class StartWanVideoEditTaskCommand : VideoEditCmdlet
{
    /// <summary>Your own name for the job, unique in a profile.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [AllowEmptyString]
    public string? JobKey { get; set; }

    /// <summary>Sends without the local checks; recorded on the result.</summary>
    [Parameter]
    public SwitchParameter SkipPreflight { get; set; }

    internal override IRecordWork CreateWork()
        => SubmitWork.ForTasks(this, () => new SubmitOptions { JobKey = AskedText(nameof(JobKey), JobKey), SkipPreflight = SkipPreflight });
}
