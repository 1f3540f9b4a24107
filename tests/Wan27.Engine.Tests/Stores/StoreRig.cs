using Amazon.Runtime;
using Amazon.S3;
using Wan27.Engine.Profiles;
using Wan27.Engine.Stores;

namespace Wan27.Engine.Tests.Stores;

/// <summary>A bucket of its own on a real server, the module's store on it, and a client that is not the module's to look at what is there.</summary>
internal sealed class StoreRig : IDisposable
{
    private static int _buckets;

    private readonly HttpMessageInvoker _http = new(new SocketsHttpHandler { AllowAutoRedirect = false });
    private readonly S3Server _server;

    private StoreRig(S3Server server, string url, string bucket)
    {
        _server = server;
        Url = url;
        Folder = Directory.CreateTempSubdirectory("wan27-store-").FullName;
        Entry = new StoreEntry { Name = "media", Preset = "MinIO", Bucket = bucket, Endpoint = url, AccessKey = new KeySource(KeySourceKind.Variable, "ACCESS"), SecretKey = new KeySource(KeySourceKind.Variable, "SECRET") };
        Client = server.Client(url);
        Store = Open(Entry);
    }

    public string Url { get; }

    public string Folder { get; }

    public string Spool => Path.Combine(Folder, "spool");

    public StoreEntry Entry { get; }

    public ObjectStore Store { get; }

    /// <summary>The library itself, as any other program would use it.</summary>
    public AmazonS3Client Client { get; }

    public string Bucket => Entry.Bucket;

    public static async Task<StoreRig> StartAsync(S3Server server, string? url = null)
    {
        var rig = new StoreRig(server, url ?? server.Url, $"bucket-{Interlocked.Increment(ref _buckets)}");
        await rig.Client.PutBucketAsync(rig.Bucket);
        return rig;
    }

    /// <summary>Another store of the same server.</summary>
    public ObjectStore Open(StoreEntry entry, (string AccessKey, string SecretKey)? keys = null)
    {
        var (access, secret) = keys ?? (_server.AccessKey, _server.SecretKey);
        return new ObjectStore(entry, new BasicAWSCredentials(access, secret), _http, Spool, TimeProvider.System);
    }

    public async Task<PutEnd> PutAsync(string key, byte[] content, bool overwrites = false, ObjectStore? store = null, ObjectMark? mark = null, CancellationToken ct = default)
    {
        var path = Path.Combine(Folder, Guid.NewGuid().ToString("N"));
        await File.WriteAllBytesAsync(path, content, ct);
        using var handle = File.OpenHandle(path);
        return await (store ?? Store).PutAsync(new ObjectUpload(key, handle, content.Length, "video/mp4", mark ?? new ObjectMark()) { Overwrites = overwrites }, ct);
    }

    public async Task<byte[]> ReadAsync(string key)
    {
        using var answer = await Client.GetObjectAsync(Bucket, key);
        using var copy = new MemoryStream();
        await answer.ResponseStream.CopyToAsync(copy);
        return copy.ToArray();
    }

    public async Task<IReadOnlyList<string>> OpenUploadsAsync()
        => [.. ((await Client.ListMultipartUploadsAsync(Bucket)).MultipartUploads ?? []).Select(static upload => upload.Key)];

    public async Task<IReadOnlyList<string>> KeysAsync()
        => [.. ((await Client.ListObjectsV2Async(new() { BucketName = Bucket })).S3Objects ?? []).Select(static found => found.Key).Order(StringComparer.Ordinal)];

    public void Dispose()
    {
        Store.Dispose();
        Client.Dispose();
        _http.Dispose();
        Directory.Delete(Folder, recursive: true);
    }
}
