using System.Management.Automation;

namespace Wan27.Cmdlets.Views;

/// <summary>What the views of <see cref="WanStore"/> show beside its properties, see <see cref="TaskView"/>.</summary>
public static class StoreView
{
    /// <summary>Bucket and prefix.</summary>
    /// <param name="instance">The store.</param>
    /// <returns>An address such as <c>s3://media/films/</c>.</returns>
    public static string PlaceText(PSObject instance) => $"s3://{Of(instance).Bucket}/{Of(instance).Prefix}";

    private static WanStore Of(PSObject instance) => (WanStore)instance.BaseObject;
}
