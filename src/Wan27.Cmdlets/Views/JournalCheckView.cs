using System.Management.Automation;

namespace Wan27.Cmdlets.Views;

/// <summary>What the views of <see cref="WanJournalCheck"/> show beside its properties, see <see cref="TaskView"/>.</summary>
public static class JournalCheckView
{
    /// <summary>The finding and what to do about it.</summary>
    /// <param name="instance">The check.</param>
    /// <returns>One or two sentences.</returns>
    public static string DetailText(PSObject instance) => Of(instance) is { Fix: { Length: > 0 } fix } check ? $"{check.Detail} {fix}" : Of(instance).Detail;

    /// <summary>The style of the status.</summary>
    /// <param name="instance">The check.</param>
    /// <returns>A member of <c>$PSStyle.Formatting</c>, or null.</returns>
    public static string? StatusStyle(PSObject instance) => ViewStyle.Wanted(ViewStyle.Of(Of(instance).Status));

    private static WanJournalCheck Of(PSObject instance) => (WanJournalCheck)instance.BaseObject;
}
