using System.Management.Automation;
using Wan27.Cmdlets.Jobs;
using Wan27.Engine;
using Wan27.Engine.Tasks;

namespace Wan27.Cmdlets.Commands;

/// <summary>Makes still images in one call each, and emits one result per picture (contract section 2).</summary>
[Cmdlet(VerbsCommon.New, "WanImage", SupportsShouldProcess = true)]
[OutputType(typeof(WanImageResult), typeof(Job))]
public sealed class NewWanImageCommand : ImageCmdlet
{
    /// <summary>Sends without the local checks; recorded on the result.</summary>
    [Parameter]
    public SwitchParameter SkipPreflight { get; set; }

    /// <summary>Works in a background job of this process instead.</summary>
    [Parameter]
    public SwitchParameter AsJob { get; set; }

    internal override bool IsAsync => false;

    internal override IRecordWork CreateWork()
        => AsJob ? new JobWork(this) : SubmitWork.ForPictures(this, () => new SubmitOptions { SkipPreflight = SkipPreflight });
}
