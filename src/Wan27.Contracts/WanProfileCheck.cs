namespace Wan27;

/// <summary>One check of a profile, in the order in which a failing integration is searched. Its bundle is the one that was checked.</summary>
public sealed record WanProfileCheck : WanBundle
{
    /// <summary>What was checked: Route, Region, Key, ProbeRegions, Endpoint, Model, Limits or Storage.</summary>
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

    /// <summary>Where to look first, when it failed.</summary>
    public WanBoundary? Boundary { get; init; }

    /// <summary>The provider's request id, where it was asked and refused.</summary>
    public string? RequestId { get; init; }

    /// <inheritdoc/>
    public override string ToString() => $"{Check}: {Status}. {Detail}";
}
