namespace Wan27.Engine.Routes;

/// <summary>An object of one of the user's own stores as the input of a request. The service gets a signed address of it; all else shows its bare one.</summary>
internal interface IStoredMedia
{
    /// <summary>Its bare address, <c>s3://bucket/key</c>.</summary>
    string Uri { get; }

    /// <summary>Its name without the path before it.</summary>
    string Name { get; }

    /// <summary>The store that it lies in.</summary>
    string Store { get; }

    /// <summary>The server of the store.</summary>
    Uri Server { get; }

    /// <summary>When the keys that sign for it die, and every address with them; null where they do not, or where it is not known.</summary>
    DateTimeOffset? KeysEndAt { get; }

    /// <summary>Which content lies there; what was seen a moment ago is not asked for again.</summary>
    /// <exception cref="WanException">The object is not there or may not be read; a typed error of the storage boundary.</exception>
    Task<StoredVersion> LookAsync(CancellationToken ct);

    /// <summary>Its content as a stream that can seek, read by ranges as it is needed. A store that fails throws a <see cref="WanException"/>.</summary>
    Stream Open(StoredVersion version, CancellationToken ct);

    /// <summary>An address that gives the object to whoever has it, for a time.</summary>
    string Sign(TimeSpan life);
}

/// <summary>One content of an object, told from any other one.</summary>
/// <param name="Length">Bytes.</param>
/// <param name="Tag">The server's mark of the content.</param>
internal sealed record StoredVersion(long Length, string Tag);
