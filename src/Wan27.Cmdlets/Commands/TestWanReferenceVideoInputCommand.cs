using System.Management.Automation;

namespace Wan27.Cmdlets.Commands;

/// <summary>Holds the input of a reference-to-video task against every rule of the contract, without a key, a call or a cost.</summary>
[Cmdlet(VerbsDiagnostic.Test, "WanReferenceVideoInput")]
[OutputType(typeof(WanPreflightReport), typeof(bool))]
public sealed class TestWanReferenceVideoInputCommand : ReferenceToVideoCmdlet
{
    /// <summary>Also decodes local files with ffmpeg where it is installed, and reads the first bytes of remote ones.</summary>
    [Parameter]
    public SwitchParameter Deep { get; set; }

    /// <summary>Gives true or false instead of a report.</summary>
    [Parameter]
    public SwitchParameter Quiet { get; set; }

    internal override IRecordWork CreateWork() => new CheckWork(this, Deep, Quiet);
}
