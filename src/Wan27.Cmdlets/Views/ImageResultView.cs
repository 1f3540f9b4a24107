using System.Globalization;
using System.Management.Automation;

namespace Wan27.Cmdlets.Views;

/// <summary>What the views of <see cref="WanImageResult"/> show beside its properties, see <see cref="TaskView"/>.</summary>
public static class ImageResultView
{
    /// <summary>The place among the pictures of one request.</summary>
    /// <param name="instance">The picture.</param>
    /// <returns>A text such as <c>2/4</c>, or <c>1</c> for the only one.</returns>
    public static string IndexText(PSObject instance)
        => Of(instance) is { Count: > 1 } many
            ? string.Create(CultureInfo.InvariantCulture, $"{many.Index}/{many.Count}")
            : Of(instance).Index.ToString(CultureInfo.InvariantCulture);

    /// <summary>How long the URL lives.</summary>
    /// <param name="instance">The picture.</param>
    /// <returns>A text such as <c>23h left</c>.</returns>
    public static string? LeftText(PSObject instance) => ViewText.Left(Of(instance).UrlExpiresAt);

    /// <summary>The style of <see cref="LeftText"/>.</summary>
    /// <param name="instance">The picture.</param>
    /// <returns>A member of <c>$PSStyle.Formatting</c>, or null.</returns>
    public static string? LeftStyle(PSObject instance) => ViewStyle.Wanted(ViewText.LeftStyle(Of(instance).UrlExpiresAt));

    /// <summary>What was billed for the request.</summary>
    /// <param name="instance">The picture.</param>
    /// <returns>A text such as <c>2 pictures</c>.</returns>
    public static string? BilledText(PSObject instance) => ViewText.Billed(Of(instance).Usage);

    /// <summary>The request in one line.</summary>
    /// <param name="instance">The picture.</param>
    /// <returns>Names and values.</returns>
    public static string RequestText(PSObject instance) => ViewText.Pairs(Of(instance).Request);

    /// <summary>When the answer arrived.</summary>
    /// <param name="instance">The picture.</param>
    /// <returns>The local time and its distance from now.</returns>
    public static string? CreatedText(PSObject instance) => ViewText.Moment(Of(instance).CreatedAt);

    /// <summary>When the URL dies.</summary>
    /// <param name="instance">The picture.</param>
    /// <returns>The local time and the time left.</returns>
    public static string? UrlExpiresText(PSObject instance) => ViewText.End(Of(instance).UrlExpiresAt);

    private static WanImageResult Of(PSObject instance) => (WanImageResult)instance.BaseObject;
}
