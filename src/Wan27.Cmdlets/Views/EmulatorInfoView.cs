using System.Management.Automation;

namespace Wan27.Cmdlets.Views;

/// <summary>What the views of <see cref="WanEmulatorInfo"/> show beside its properties, see <see cref="TaskView"/>.</summary>
public static class EmulatorInfoView
{
    /// <summary>How long ago it was started.</summary>
    /// <param name="instance">The emulator.</param>
    /// <returns>A text such as <c>3m ago</c>.</returns>
    public static string? AgoText(PSObject instance) => ViewText.Ago(Of(instance).StartedAt);

    /// <summary>When it was started.</summary>
    /// <param name="instance">The emulator.</param>
    /// <returns>The local time and its distance from now.</returns>
    public static string? StartedText(PSObject instance) => ViewText.Moment(Of(instance).StartedAt);

    /// <summary>The faults it was started with.</summary>
    /// <param name="instance">The emulator.</param>
    /// <returns>Their names.</returns>
    public static string FaultText(PSObject instance) => string.Join(", ", Of(instance).Faults);

    /// <summary>The profiles of wrapper providers with their addresses.</summary>
    /// <param name="instance">The emulator.</param>
    /// <returns>A line for each.</returns>
    public static string WrapperText(PSObject instance) => string.Join('\n', Of(instance).Wrappers.Select(static wrapper => $"{wrapper.Key}  {wrapper.Value}"));

    private static WanEmulatorInfo Of(PSObject instance) => (WanEmulatorInfo)instance.BaseObject;
}
