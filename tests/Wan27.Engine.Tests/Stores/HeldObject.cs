using Wan27.Engine.Contract;
using Wan27.Engine.Routes;

namespace Wan27.Engine.Tests.Stores;

/// <summary>An object of a store that is not asked over any wire, for what is decided before one is asked.</summary>
internal sealed class HeldObject(byte[] content, string name = "fox.png") : IStoredMedia
{
    public string Uri => $"s3://films/{name}";

    public string Name => name;

    public string Store => "media";

    public Uri Server { get; init; } = new("https://s3.example.com");

    public DateTimeOffset? KeysEndAt { get; init; }

    /// <summary>What a look finds; null for an object that is gone.</summary>
    public string? Tag { get; set; } = "one";

    public List<TimeSpan> Signed { get; } = [];

    public Task<StoredVersion> LookAsync(CancellationToken ct)
        => Task.FromResult(new StoredVersion(content.Length, Tag ?? throw StorageErrors.StoreObjectMissing(Store, Uri)));

    public Stream Open(StoredVersion version, CancellationToken ct) => new MemoryStream(content, writable: false);

    public string Sign(TimeSpan life)
    {
        Signed.Add(life);
        return $"{Server}films/{name}?X-Amz-Signature=secret";
    }
}
