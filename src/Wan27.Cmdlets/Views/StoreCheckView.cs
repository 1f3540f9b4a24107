using System.Management.Automation;

namespace Wan27.Cmdlets.Views;

/// <summary>What the views of <see cref="WanStoreCheck"/> show beside its properties, see <see cref="TaskView"/>.</summary>
public static class StoreCheckView
{
    /// <summary>The checked store in one line.</summary>
    /// <param name="instance">The check.</param>
    /// <returns>Name, bucket and endpoint.</returns>
    public static string StoreText(PSObject instance) => $"{Of(instance).Store}, bucket {Of(instance).Bucket} at {Of(instance).Endpoint}";

    /// <summary>The finding and what to do about it.</summary>
    /// <param name="instance">The check.</param>
    /// <returns>One or two sentences.</returns>
    public static string DetailText(PSObject instance) => Of(instance) is { Fix: { Length: > 0 } fix } check ? $"{check.Detail} {fix}" : Of(instance).Detail;

    /// <summary>The style of the status.</summary>
    /// <param name="instance">The check.</param>
    /// <returns>A member of <c>$PSStyle.Formatting</c>, or null.</returns>
    public static string? StatusStyle(PSObject instance) => ViewStyle.Wanted(ViewStyle.Of(Of(instance).Status));

    private static WanStoreCheck Of(PSObject instance) => (WanStoreCheck)instance.BaseObject;
}
