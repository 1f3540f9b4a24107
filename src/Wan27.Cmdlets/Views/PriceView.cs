using System.Globalization;
using System.Management.Automation;

namespace Wan27.Cmdlets.Views;

/// <summary>What the views of price lists show beside their properties, see <see cref="TaskView"/>.</summary>
public static class PriceView
{
    /// <summary>The style of a check's status.</summary>
    /// <param name="instance">The check.</param>
    /// <returns>A member of <c>$PSStyle.Formatting</c>, or null.</returns>
    public static string? StatusStyle(PSObject instance) => ViewStyle.Wanted(ViewStyle.Of(((WanPriceCheck)instance.BaseObject).Status));

    /// <summary>What was found, and what to do about it.</summary>
    /// <param name="instance">The check.</param>
    /// <returns>Two sentences.</returns>
    public static string CheckText(PSObject instance) => instance.BaseObject is WanPriceCheck { Fix: { } fix } check ? $"{check.Detail} {fix}" : ((WanPriceCheck)instance.BaseObject).Detail;

    /// <summary>The amount with its currency and unit.</summary>
    /// <param name="instance">The price.</param>
    /// <returns>A text such as <c>0.10 USD a second</c>; nothing where it was not read.</returns>
    public static string? PriceText(PSObject instance)
        => instance.BaseObject is WanPriceUpdate { Amount: { } amount } update ? string.Create(CultureInfo.InvariantCulture, $"{amount} {update.Currency} a {update.Unit}") : null;

    /// <summary>Why, or what stands at the endpoint where it was not read.</summary>
    /// <param name="instance">The price.</param>
    /// <returns>Words.</returns>
    public static string? WhyText(PSObject instance)
        => instance.BaseObject is WanPriceUpdate { Change: WanPriceChange.Unread, Written: { } written } update ? $"{update.Reason} ({written})" : ((WanPriceUpdate)instance.BaseObject).Reason;
}
