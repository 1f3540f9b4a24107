using System.Management.Automation;

namespace Wan27.Cmdlets.Views;

/// <summary>What the views of <see cref="WanUsage"/> show beside its properties, see <see cref="TaskView"/>.</summary>
public static class UsageView
{
    /// <summary>What was billed.</summary>
    /// <param name="instance">The usage.</param>
    /// <returns>A text such as <c>5 s</c> or <c>2 pictures</c>.</returns>
    public static string? BilledText(PSObject instance) => ViewText.Billed((WanUsage)instance.BaseObject);
}
