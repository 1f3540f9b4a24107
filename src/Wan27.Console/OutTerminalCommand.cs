using System.Management.Automation;

namespace Wan27.Console;

/// <summary>
/// <c>Out-Default</c> that also shows the rows it still holds back when the script dies: the engine's formatting waits for more rows to
/// choose column widths, and forgets the ones that it has when an exception ends the pipeline.
/// </summary>
[Cmdlet("Out", "Terminal")]
public sealed class OutTerminalCommand : PSCmdlet, IDisposable
{
    private SteppablePipeline? _formatter;

    /// <summary>What to show.</summary>
    [Parameter(ValueFromPipeline = true)]
    [AllowNull]
    public PSObject? InputObject { get; set; }

    /// <summary>Ends the formatting if the pipeline did not come to its own end.</summary>
    public void Dispose() => Finish();

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        _formatter = ScriptBlock.Create("Out-Default").GetSteppablePipeline(CommandOrigin.Internal);
        _formatter.Begin(this);
    }

    /// <inheritdoc/>
    protected override void ProcessRecord() => _formatter!.Process(InputObject);

    /// <inheritdoc/>
    protected override void EndProcessing() => Finish();

    private void Finish()
    {
        using SteppablePipeline? formatter = Interlocked.Exchange(ref _formatter, null);
        formatter?.End();
    }
}
