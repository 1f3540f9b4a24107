using System.Management.Automation;
using Wan27.Engine;

namespace Wan27.Cmdlets.Commands;

/// <summary>Starts image-to-video tasks: a clip from frames, or the continuation of a clip (contract section 3).</summary>
[Cmdlet(VerbsLifecycle.Start, "WanVideoTask", SupportsShouldProcess = true)]
[OutputType(typeof(WanTask))]
public sealed class StartWanVideoTaskCommand : ImageToVideoCmdlet
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
