namespace Wan27;

/// <summary>One check of a store, in the order in which saving needs what it checks.</summary>
public sealed record WanStoreCheck
{
    /// <summary>Name of the store.</summary>
    public required string Store { get; init; }

    /// <summary>What was checked: Keys, Write, Read, Address, Condition or Delete.</summary>
    public required string Check { get; init; }

    /// <summary>How it ended.</summary>
    public WanCheckStatus Status { get; init; }

    /// <summary>True when nothing is wrong, false when something is, null when it could not be checked.</summary>
    public bool? Passed => Status switch
    {
        WanCheckStatus.Failed => false,
        WanCheckStatus.Skipped => null,
        _ => true,
    };

    /// <summary>What was found.</summary>
    public required string Detail { get; init; }

    /// <summary>What to do about it.</summary>
    public string? Fix { get; init; }

    /// <summary>Id of the error, when it failed.</summary>
    public string? ErrorId { get; init; }

    /// <summary>The bucket.</summary>
    public string? Bucket { get; init; }

    /// <summary>Address of the server.</summary>
    public string? Endpoint { get; init; }

    /// <inheritdoc/>
    public override string ToString() => $"{Check}: {Status}. {Detail}";
}
