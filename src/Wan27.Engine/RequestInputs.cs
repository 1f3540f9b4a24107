using System.Globalization;
using Wan27.Engine.Contract;
using Wan27.Engine.Logging;
using Wan27.Engine.Profiles;
using Wan27.Engine.Providers;
using Wan27.Engine.Routes;
using Wan27.Engine.Routes.Image;
using Wan27.Engine.Stores;

namespace Wan27.Engine;

/// <summary>Makes the media of a request fetchable: local files by an upload or in the profile's own store, objects of stores by a signed address.</summary>
/// <param name="uploading">The stores that local files go to.</param>
/// <param name="provider">Takes uploads, and puts the request into its form.</param>
/// <param name="bundle">The account.</param>
/// <param name="kept">The log of the profile.</param>
internal sealed class RequestInputs(UploadStores uploading, IProvider provider, Bundle bundle, RunLog kept)
{
    private bool _isStoreOpen;

    /// <summary>Reads the keys of the store that local files go to, on the thread that may ask a vault.</summary>
    public void OpenStore(Func<KeySource, string?> readSecret, IStepLog log) => _isStoreOpen = _isStoreOpen || uploading.Open(bundle.Profile.UploadStore!, readSecret, log) is not null;

    /// <summary>The request in its provider's own form, once all of its media can be fetched.</summary>
    public async Task<PreparedRequest> PrepareAsync(RouteRequest request, IStepLog log, CancellationToken ct)
    {
        var urls = new Dictionary<MediaSource, string>();
        foreach (var source in request.Media.Select(static part => part.Source).Distinct())
        {
            urls[source] = source.Path is { } path ? await SendAsync(path, request, log, ct)
                : source.Stored is { } stored ? await SignAsync(stored, source.Version, LifeFor(request), log, ct)
                : source.Url!;
        }

        return provider.Prepare(request, source => urls[source]);
    }

    /// <summary>The request with the content that lies behind each of its objects in stores: that, and not the name alone, is what is asked for.</summary>
    public static async Task<RouteRequest> SeenAsync(RouteRequest request, CancellationToken ct)
    {
        var seen = new Dictionary<MediaSource, MediaSource>();
        foreach (var source in request.Media.Select(static part => part.Source).Distinct())
        {
            if (source.Stored is { } stored)
            {
                seen[source] = source.Seen(await stored.LookAsync(ct));
            }
        }

        return seen.Count == 0 ? request : request.With(source => seen.GetValueOrDefault(source, source));
    }

    /// <summary>How long the address of an input has to hold: until its job has left the queue and fetched it. An answer that is waited for has no queue.</summary>
    private TimeSpan LifeFor(RouteRequest request) => StoreData.Current.Minutes(request is ImageRequest { IsAsync: false } && bundle.Provider.MakesPicturesInOneCall ? "url.picture.minutes" : "url.video.minutes");

    /// <summary>The address that the service fetches an object by. It is in the request alone, and is never written down.</summary>
    private static async Task<string> SignAsync(IStoredMedia stored, StoredVersion? judged, TimeSpan life, IStepLog log, CancellationToken ct)
    {
        if (await stored.LookAsync(ct) != judged)
        {
            throw StorageErrors.StoreObjectChanged(stored.Store, stored.Uri);
        }

        log.Verbose($"{stored.Uri} of store '{stored.Store}' is fetched by a signed address, which holds for {life.TotalHours.ToString("0.##", CultureInfo.InvariantCulture)} hours at most.");
        return stored.Sign(life);
    }

    /// <summary>Makes a local file fetchable: in the profile's own store, or by the provider's upload.</summary>
    private async Task<string> SendAsync(string path, RouteRequest request, IStepLog log, CancellationToken ct)
    {
        if (bundle.Profile.UploadStore is null)
        {
            return (await UploadAsync(path, request.Model, log, ct)).Url;
        }

        var publisher = uploading.Of(bundle.Profile, log);
        return publisher.Sign(await PutAsync(publisher, path, request.Model, log, ct), LifeFor(request));
    }

    /// <summary>Puts a local file into a store, once for its content.</summary>
    public async Task<PublishedObject> PutAsync(MediaPublisher publisher, string path, string? model, IStepLog log, CancellationToken ct)
    {
        var published = await publisher.PublishAsync(path, log, ct);
        if (!published.WasThere)
        {
            kept.Uploaded(bundle.Show(model is null ? null : bundle.Contract.Data.FindModel(model)?.Route, model), path, published.Uri, expiresAt: null);
        }

        return published;
    }

    /// <summary>Uploads a local file to the provider.</summary>
    public async Task<UploadedMedia> UploadAsync(string path, string model, IStepLog log, CancellationToken ct)
    {
        var uploaded = await provider.UploadAsync(path, model, log, ct);
        kept.Uploaded(bundle.Show(bundle.Contract.Data.FindModel(model)?.Route, model), path, uploaded.Url, uploaded.ExpiresAt);
        return uploaded;
    }
}
