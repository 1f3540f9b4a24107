namespace Wan27;

/// <summary>Something that was looked at in a price list.</summary>
public sealed record WanPriceCheck
{
    /// <summary>The list's file.</summary>
    public required string Path { get; init; }

    /// <summary>What was checked: Form, Overlap, Gap, Model, Currency, Age or Missing.</summary>
    public required string Check { get; init; }

    /// <summary>How it ended. A list with a failed check cannot be used at all; a warning leaves single jobs without an amount.</summary>
    public WanCheckStatus Status { get; init; }

    /// <summary>True when nothing is wrong, false when something is, null when it could not be checked.</summary>
    public bool? Passed => Status switch
    {
        WanCheckStatus.Failed => false,
        WanCheckStatus.Skipped => null,
        _ => true,
    };

    /// <summary>Where in the list, such as <c>row 3</c>; absent for what concerns all of it.</summary>
    public string? Place { get; init; }

    /// <summary>What was found.</summary>
    public required string Detail { get; init; }

    /// <summary>What to do about it.</summary>
    public string? Fix { get; init; }

    /// <inheritdoc/>
    public override string ToString() => $"{Check}: {Status}. {Detail}";
}
