namespace Wan27.Engine.Providers;

/// <summary>What a provider tells of a task of the account, whoever submitted it. What it does not tell is absent.</summary>
internal sealed record TaskTrace
{
    public required string TaskId { get; init; }

    public string? Model { get; init; }

    /// <summary>What the provider's word means here.</summary>
    public WanTaskState State { get; init; } = WanTaskState.Polling;

    /// <summary>The provider's word.</summary>
    public string? Status { get; init; }

    /// <summary>The request id of the submit that made it.</summary>
    public string? SubmitRequestId { get; init; }

    /// <summary>When it was made, by the clock that the provider stamps tasks with.</summary>
    public DateTimeOffset? CreatedAt { get; init; }

    /// <summary>The prompt as the provider was given it, with every character that it sent back.</summary>
    public string? Prompt { get; init; }

    /// <summary>Length of the clip made, in seconds.</summary>
    public double? Seconds { get; init; }

    /// <summary>Output tier, such as <c>720P</c>.</summary>
    public string? Tier { get; init; }

    /// <summary>Shape of the clip, such as <c>16:9</c>.</summary>
    public string? Ratio { get; init; }

    /// <summary>Number of pictures made.</summary>
    public int? Pictures { get; init; }

    /// <summary>An end without a result that was said once and may be a passing fault.</summary>
    public WanTaskState? Said { get; init; }

    /// <summary>True once nothing more will be told of it.</summary>
    public bool IsFinal => State is not (WanTaskState.Submitting or WanTaskState.Submitted or WanTaskState.Polling);

    /// <summary>True for a task that ended without a bill.</summary>
    public bool IsUnbilled => State is WanTaskState.Failed or WanTaskState.Canceled;
}
