using System.Management.Automation;

namespace Wan27.Cmdlets.Views;

/// <summary>What the views of <see cref="WanCheck"/> show beside its properties, see <see cref="TaskView"/>.</summary>
public static class CheckView
{
    /// <summary>The style of the status.</summary>
    /// <param name="instance">The check.</param>
    /// <returns>A member of <c>$PSStyle.Formatting</c>, or null.</returns>
    public static string? StatusStyle(PSObject instance) => ViewStyle.Wanted(ViewStyle.Of(((WanCheck)instance.BaseObject).Status));
}
