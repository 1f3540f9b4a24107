using Wan27.Engine.Contract;

namespace Wan27.Engine.Stores;

/// <summary>Where a store's server is and how its bucket is addressed.</summary>
/// <param name="Endpoint">Address of the server.</param>
/// <param name="Region">The region to sign for.</param>
/// <param name="PathStyle">True when the bucket stands in the path.</param>
/// <param name="Preset">What the server expects.</param>
internal sealed record StorePlace(Uri Endpoint, string Region, bool PathStyle, StorePreset Preset)
{
    private const string RegionOfAnyServer = "us-east-1";

    /// <summary>The place of a store. The file may have been edited by hand: nothing goes over plain http to another machine.</summary>
    public static StorePlace Of(StoreEntry entry)
    {
        var data = StoreData.Current;
        var preset = data.FindPreset(entry.Preset) ?? data.PresetOf(Uri.TryCreate(entry.Endpoint, UriKind.Absolute, out var own) ? own : null);
        var text = entry.Endpoint ?? preset.Endpoint?.Replace("{region}", entry.Region ?? RegionOfAnyServer, StringComparison.Ordinal);
        return Uri.TryCreate(text, UriKind.Absolute, out var endpoint) && (endpoint.Scheme == Uri.UriSchemeHttps || (endpoint.Scheme == Uri.UriSchemeHttp && endpoint.IsLoopback))
            ? new StorePlace(endpoint, entry.Region ?? preset.Region ?? RegionOfAnyServer, entry.PathStyle ?? preset.PathStyle, preset)
            : throw StorageErrors.StoreEndpointNotSecureInFile(entry.Name);
    }
}
