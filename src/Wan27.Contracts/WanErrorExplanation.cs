namespace Wan27;

/// <summary>An error in the words of somebody who has seen it before. Its bundle is the one that the error happened under.</summary>
public sealed record WanErrorExplanation : WanBundle
{
    /// <summary>Stable id of the error, <c>Wan.&lt;Boundary&gt;.&lt;Code&gt;</c>.</summary>
    public required string ErrorId { get; init; }

    /// <summary>Where to look first.</summary>
    public WanBoundary Boundary { get; init; }

    /// <summary>What was seen.</summary>
    public required string Symptom { get; init; }

    /// <summary>What it mostly comes from.</summary>
    public required string LikelyCause { get; init; }

    /// <summary>What to do first.</summary>
    public required string FirstFix { get; init; }

    /// <summary>The stations of the search in their order; the one to begin at is marked.</summary>
    public IReadOnlyList<string> CheckOrder { get; init; } = [];

    /// <summary>Whether it may be tried again.</summary>
    public WanRetry Retry { get; init; }

    /// <summary>The same in words.</summary>
    public required string RetryAdvice { get; init; }

    /// <summary>The provider's code; absent for local errors.</summary>
    public string? Code { get; init; }

    /// <summary>The provider's message, as sent but for control characters.</summary>
    public string? ProviderMessage { get; init; }

    /// <summary>The provider's request id, for its support.</summary>
    public string? RequestId { get; init; }

    /// <summary>HTTP status of the answer; absent when there was none.</summary>
    public int? HttpStatus { get; init; }

    /// <summary>The task concerned, where there is one.</summary>
    public string? TaskId { get; init; }

    /// <inheritdoc/>
    public override string ToString() => $"{ErrorId}: {LikelyCause} {FirstFix}";
}
