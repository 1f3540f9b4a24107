namespace Wan27.Engine.Results;

/// <summary>
/// What is known of the object that a part file was begun from. A part is only ever continued when the server confirms, through
/// If-Range, that it still has the same object.
/// </summary>
internal sealed record PartState
{
    /// <summary>Path of the URL: host and signature may change from one look at the task to the next.</summary>
    public required string UrlPath { get; init; }

    /// <summary>A strong entity tag, or a date; absent when the server gave neither, and the part cannot be continued.</summary>
    public string? Validator { get; init; }

    /// <summary>Length of the whole object.</summary>
    public long? Length { get; init; }

    /// <summary>CRC-64 of the whole object, decimal.</summary>
    public string? Crc64 { get; init; }

    /// <summary>MD5 of the whole object, base 64.</summary>
    public string? Md5 { get; init; }

    public string? MediaType { get; init; }
}
