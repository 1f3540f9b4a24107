using System.Globalization;
using System.Management.Automation.Host;

namespace Wan27.Console;

/// <summary>What scripts see as <c>$Host</c>.</summary>
internal sealed class ScriptHost(HostInterface ui) : PSHost
{
    /// <summary>What the script passed to <c>exit</c>; null when it did not call it.</summary>
    public int? RequestedExitCode { get; private set; }

    public override string Name => "wan27";

    public override Version Version { get; } = Version.Parse(Program.Version.Split('-')[0]);

    public override Guid InstanceId { get; } = Guid.NewGuid();

    public override PSHostUserInterface UI => ui;

    public override CultureInfo CurrentCulture { get; } = CultureInfo.CurrentCulture;

    public override CultureInfo CurrentUICulture { get; } = CultureInfo.CurrentUICulture;

    public override void SetShouldExit(int exitCode) => RequestedExitCode ??= exitCode;

    public override void EnterNestedPrompt() => throw Unsupported();

    public override void ExitNestedPrompt() => throw Unsupported();

    public override void NotifyBeginApplication()
    {
        // A native program writes to the same screen and must not land in the middle of the progress area.
        ui.ClearProgress();
    }

    public override void NotifyEndApplication()
    {
        // The progress area comes back with the next record.
    }

    private static HostException Unsupported() => new("wan27 runs scripts; it has no nested prompt. Choose another answer.");
}
