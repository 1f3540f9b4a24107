namespace Wan27.Engine.Records;

/// <summary>The one place that knows which fields a bundle has.</summary>
internal static class BundleCopy
{
    /// <summary>The same object under a bundle.</summary>
    /// <param name="item">What shows the bundle.</param>
    /// <param name="bundle">The bundle; of none, nothing is shown.</param>
    public static T Under<T>(this T item, WanBundle? bundle)
        where T : WanBundle
        => (T)((WanBundle)item with
        {
            Profile = bundle?.Profile,
            Provider = bundle?.Provider,
            Owner = bundle?.Owner,
            Contract = bundle?.Contract,
            Route = bundle?.Route,
            Model = bundle?.Model,
            Region = bundle?.Region,
            Endpoint = bundle?.Endpoint,
            KeySource = bundle?.KeySource,
        });
}
