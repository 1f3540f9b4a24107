using System.Management.Automation;

namespace Wan27.Cmdlets.Views;

/// <summary>What the views of <see cref="WanAsset"/> show beside its properties, see <see cref="TaskView"/>.</summary>
public static class AssetView
{
    private const int ShortHash = 12;

    /// <summary>The size of the file.</summary>
    /// <param name="instance">The file.</param>
    /// <returns>A text such as <c>3.4 MB</c>.</returns>
    public static string SizeText(PSObject instance) => HumanUnits.Size(Of(instance).Length);

    /// <summary>The folder of the file, or the place in a bucket where there is no file.</summary>
    /// <param name="instance">The file.</param>
    /// <returns>Its path, or the address without the name.</returns>
    public static string? FolderText(PSObject instance)
        => Of(instance) switch
        {
            { Path: { } path } => Path.GetDirectoryName(path),
            { Uri: { } uri } => uri[..uri.LastIndexOf('/')],
            _ => null,
        };

    /// <summary>The short name of the route.</summary>
    /// <param name="instance">The file.</param>
    /// <returns>The route's short form, such as <c>i2v</c>.</returns>
    public static string? RouteText(PSObject instance) => ViewText.Route(Of(instance).Route);

    /// <summary>The beginning of the checksum, enough to tell files apart.</summary>
    /// <param name="instance">The file.</param>
    /// <returns>Twelve digits.</returns>
    public static string HashText(PSObject instance) => Of(instance).Sha256 is { Length: > ShortHash } hash ? hash[..ShortHash] : Of(instance).Sha256;

    /// <summary>How long ago the file was stored.</summary>
    /// <param name="instance">The file.</param>
    /// <returns>A text such as <c>3m</c>.</returns>
    public static string? AgeText(PSObject instance) => ViewText.Age(Of(instance).StoredAt);

    /// <summary>When the file was stored.</summary>
    /// <param name="instance">The file.</param>
    /// <returns>The local time and its distance from now.</returns>
    public static string? StoredText(PSObject instance) => ViewText.Moment(Of(instance).StoredAt);

    private static WanAsset Of(PSObject instance) => (WanAsset)instance.BaseObject;
}
