namespace Wan27;

/// <summary>An error in the module's terms, with the provider's own words kept beside them.</summary>
public sealed record WanError
{
    /// <summary>Stable id, <c>Wan.&lt;Boundary&gt;.&lt;Code&gt;</c>.</summary>
    public required string ErrorId { get; init; }

    /// <summary>Where to look first.</summary>
    public required WanBoundary Boundary { get; init; }

    /// <summary>What was wrong, in one sentence.</summary>
    public required string Message { get; init; }

    /// <summary>What to do about it.</summary>
    public string? RecommendedAction { get; init; }

    /// <summary>Whether the operation may be tried again.</summary>
    public WanRetry Retry { get; init; }

    /// <summary>Whose answer led to it, such as <c>DashScope</c>; absent for local errors, and in old records.</summary>
    public string? Provider { get; init; }

    /// <summary>The provider's code, as sent; absent for local errors and for tasks that failed without one.</summary>
    public string? Code { get; init; }

    /// <summary>The provider's message, as sent.</summary>
    public string? ProviderMessage { get; init; }

    /// <summary>The provider's request id, for its support.</summary>
    public string? RequestId { get; init; }

    /// <summary>HTTP status of the answer; absent when there was none.</summary>
    public int? HttpStatus { get; init; }

    /// <inheritdoc/>
    public override string ToString() => Code is null ? Message : $"{Code}: {Message}";
}
