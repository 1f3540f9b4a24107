using System.Management.Automation;

namespace Wan27.Cmdlets.Views;

/// <summary>What the views of <see cref="WanPublishedMedia"/> show beside its properties, see <see cref="TaskView"/>.</summary>
public static class PublishedMediaView
{
    /// <summary>The size of the file.</summary>
    /// <param name="instance">The upload.</param>
    /// <returns>A text such as <c>3.4 MB</c>.</returns>
    public static string SizeText(PSObject instance) => HumanUnits.Size(Of(instance).Length);

    /// <summary>How long the URL lives.</summary>
    /// <param name="instance">The upload.</param>
    /// <returns>A text such as <c>47h left</c>.</returns>
    public static string? LeftText(PSObject instance) => ViewText.Left(Of(instance).ExpiresAt);

    /// <summary>The style of <see cref="LeftText"/>.</summary>
    /// <param name="instance">The upload.</param>
    /// <returns>A member of <c>$PSStyle.Formatting</c>, or null.</returns>
    public static string? LeftStyle(PSObject instance) => ViewStyle.Wanted(ViewText.LeftStyle(Of(instance).ExpiresAt));

    /// <summary>When the URL dies.</summary>
    /// <param name="instance">The upload.</param>
    /// <returns>The local time and the time left.</returns>
    public static string? ExpiresText(PSObject instance) => ViewText.End(Of(instance).ExpiresAt);

    private static WanPublishedMedia Of(PSObject instance) => (WanPublishedMedia)instance.BaseObject;
}
