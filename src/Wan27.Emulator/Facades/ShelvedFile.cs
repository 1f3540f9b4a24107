namespace Wan27.Emulator.Facades;

/// <summary>A place for a file that a client uploads.</summary>
/// <param name="Path">Where it is served.</param>
/// <param name="Token">What the address to upload to is signed with.</param>
/// <param name="ContentType">The type that was announced.</param>
/// <param name="ExpiresAt">When it goes.</param>
internal sealed record ShelvedFile(string Path, string Token, string ContentType, DateTimeOffset ExpiresAt)
{
    /// <summary>The name that the client gave.</summary>
    public required string Name { get; init; }

    /// <summary>The bytes that were announced; null where the provider does not ask.</summary>
    public long? Announced { get; init; }

    /// <summary>The file that holds the bytes; null until they are there.</summary>
    public string? File { get; set; }

    /// <summary>Parts that have arrived, by number.</summary>
    public SortedDictionary<int, (string File, string ETag)> Parts { get; } = [];
}
