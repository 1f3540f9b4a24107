using System.Management.Automation;

namespace Wan27.Cmdlets.Views;

/// <summary>What the views of <see cref="WanProfile"/> show beside its properties, see <see cref="TaskView"/>.</summary>
public static class ProfileView
{
    /// <summary>Marks the default profile.</summary>
    /// <param name="instance">The profile.</param>
    /// <returns><c>yes</c>, or null.</returns>
    public static string? DefaultText(PSObject instance) => Of(instance).IsDefault ? "yes" : null;

    /// <summary>The overridden limits in one line.</summary>
    /// <param name="instance">The profile.</param>
    /// <returns>Names and values.</returns>
    public static string LimitText(PSObject instance) => ViewText.Pairs(Of(instance).Limit);

    /// <summary>The models in one line.</summary>
    /// <param name="instance">The profile.</param>
    /// <returns>Routes and models.</returns>
    public static string ModelsText(PSObject instance) => ViewText.Pairs(Of(instance).Models);

    private static WanProfile Of(PSObject instance) => (WanProfile)instance.BaseObject;
}
