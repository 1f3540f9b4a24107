using Wan27.Engine.Providers;

namespace Wan27.Engine.Results;

/// <summary>One request's end, with what is needed to go on or to explain it.</summary>
internal sealed record TransferOutcome(TransferEnd End, string Detail = "")
{
    public ObjectFacts? Facts { get; init; }

    public DigestValues? Digest { get; init; }

    public long Length { get; init; }

    /// <summary>The format that the content was proven to be of.</summary>
    public string? Format { get; init; }

    public TimeSpan? RetryAfter { get; init; }

    public int? HttpStatus { get; init; }

    /// <summary>True when the storage said that the URL, or the object, is gone; a bare 403 can mean anything.</summary>
    public bool SaysExpired { get; init; }

    public Exception? Cause { get; init; }
}
