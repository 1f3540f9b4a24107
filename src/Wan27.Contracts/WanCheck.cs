namespace Wan27;

/// <summary>How a check ended.</summary>
public enum WanCheckStatus : long
{
    /// <summary>Within the rule.</summary>
    Passed,

    /// <summary>Allowed, but probably not what is wanted, or the contract is unsure.</summary>
    Warning,

    /// <summary>The service would refuse it, or accept it and fail.</summary>
    Failed,

    /// <summary>Could not be checked here.</summary>
    Skipped,
}

/// <summary>One rule held against one input.</summary>
public sealed record WanCheck
{
    /// <summary>Name of the rule, the same as the limit's name where it has one.</summary>
    public required string Rule { get; init; }

    /// <summary>What was checked: a parameter or a file.</summary>
    public required string Subject { get; init; }

    /// <summary>What was found.</summary>
    public string? Actual { get; init; }

    /// <summary>What is allowed.</summary>
    public string? Limit { get; init; }

    /// <summary>How it ended.</summary>
    public WanCheckStatus Status { get; init; }

    /// <summary>True for a warning that stops a submit, although the service would accept the input.</summary>
    public bool Blocking { get; init; }

    /// <summary>True for a warning about what will be billed.</summary>
    public bool ConcernsBilling { get; init; }

    /// <summary>The finding in one sentence.</summary>
    public required string Message { get; init; }

    /// <summary>What to do about it.</summary>
    public string? Fix { get; init; }

    /// <summary>Where the rule comes from, with its date.</summary>
    public string? Source { get; init; }

    /// <inheritdoc/>
    public override string ToString() => Fix is null ? Message : $"{Message} {Fix}";
}
