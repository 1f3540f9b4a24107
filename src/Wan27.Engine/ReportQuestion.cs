namespace Wan27.Engine;

/// <summary>Which jobs a report is of, and how it is made.</summary>
internal sealed record ReportQuestion
{
    /// <summary>Where the page goes.</summary>
    public required string Path { get; init; }

    public string? Title { get; init; }

    /// <summary>Made at this time or later.</summary>
    public DateTimeOffset? Since { get; init; }

    /// <summary>Made before this time.</summary>
    public DateTimeOffset? Until { get; init; }

    public IReadOnlyCollection<WanTaskState> States { get; init; } = [];

    public IReadOnlyCollection<string> TaskIds { get; init; } = [];

    /// <summary>Whether a job key is meant; null where all are.</summary>
    public Func<string?, bool>? JobKey { get; init; }

    public string? Profile { get; init; }

    /// <summary>Tasks and files that came down the pipeline; null where none was to come, and the journal is asked.</summary>
    public IReadOnlyList<WanBundle>? Given { get; init; }

    public WanEmbed Embed { get; init; } = WanEmbed.Thumbnails;

    /// <summary>Whether objects of stores get signed links, which show them to whoever has the page.</summary>
    public bool LinksToStores { get; init; }

    /// <summary>Takes the number of jobs written, and of all.</summary>
    public Action<int, int>? Progress { get; init; }

    /// <summary>Takes what the user must know.</summary>
    public required Action<string> Warn { get; init; }
}
