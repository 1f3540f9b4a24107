using System.Management.Automation;

namespace Wan27.Cmdlets.Views;

/// <summary>What the views of <see cref="WanProviderOption"/> show beside its properties, see <see cref="TaskView"/>.</summary>
public static class ProviderOptionView
{
    /// <summary>Provider, owner, contract, route and models: what the rows of a table have in common.</summary>
    /// <param name="instance">The row.</param>
    /// <returns>One line.</returns>
    public static string HeadText(PSObject instance)
        => Of(instance) is var row && row.Models.Count > 0
            ? $"{row.Provider} of {row.Owner}, {row.Contract}, {row.Route} ({string.Join(", ", row.Models)})"
            : $"{row.Provider} of {row.Owner}, {row.Contract}, {row.Route}";

    /// <summary>Values and limits, or that there is nothing.</summary>
    /// <param name="instance">The row.</param>
    /// <returns>Words.</returns>
    public static string AllowedText(PSObject instance)
    {
        var row = Of(instance);
        string?[] parts = [!row.IsOffered ? "not offered" : row.Allowed ?? "yes", row.IsRequired ? "required" : null, row.Note];
        return string.Join("; ", parts.Where(static part => part is not null));
    }

    /// <summary>Where it is written, and when.</summary>
    /// <param name="instance">The row.</param>
    /// <returns>Title and date.</returns>
    public static string SourceText(PSObject instance) => $"{Of(instance).Source} ({Of(instance).Date})";

    /// <summary>The style of what is not offered.</summary>
    /// <param name="instance">The row.</param>
    /// <returns>A member of <c>$PSStyle.Formatting</c>, or null.</returns>
    public static string? AllowedStyle(PSObject instance) => Of(instance).IsOffered ? null : ViewStyle.Wanted(ViewStyle.Doubtful);

    private static WanProviderOption Of(PSObject instance) => (WanProviderOption)instance.BaseObject;
}
