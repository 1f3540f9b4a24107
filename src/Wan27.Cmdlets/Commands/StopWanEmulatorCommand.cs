using System.Management.Automation;
using Wan27.Cmdlets.Async;
using Wan27.Cmdlets.Binding;

namespace Wan27.Cmdlets.Commands;

/// <summary>Stops emulators of this process and takes the profile 'emulator' back.</summary>
[Cmdlet(VerbsLifecycle.Stop, "WanEmulator", SupportsShouldProcess = true)]
public sealed class StopWanEmulatorCommand : AsyncCmdlet
{
    private RecordReader? _reader;

    /// <summary>Port of the emulator to stop; all of this process when left out.</summary>
    [Parameter(Position = 0, ValueFromPipelineByPropertyName = true)]
    [WholeNumber(EmptyIsZero = true)]
    [ValidateRange(0, 65535)]
    public int Port { get; set; }

    /// <inheritdoc/>
    protected override void BeginProcessing() => _reader = RecordReader.Begin(this);

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        if (!_reader!.Admits())
        {
            return;
        }

        var chosen = RunningEmulators.List.Where(info => Port == 0 || info.Port == Port).ToArray();
        if (chosen.Length == 0)
        {
            WriteWarning(Port == 0 ? "No emulator runs in this process." : $"No emulator of this process listens on port {Port}.");
        }

        foreach (var info in chosen.Where(info => ShouldProcess(info.Url, "Stop emulator")))
        {
            Await(_ => RunningEmulators.StopAsync(info.Port));
        }
    }
}
