namespace Wan27.Engine.Report;

/// <summary>One job as the page shows it. What is absent is not written.</summary>
internal sealed record ReportJob
{
    public string? Id { get; init; }

    public string? Key { get; init; }

    public required string State { get; init; }

    public string? Route { get; init; }

    public string? Model { get; init; }

    public string? Profile { get; init; }

    public string? Provider { get; init; }

    public string? Owner { get; init; }

    /// <summary>True for a provider with a contract of its own.</summary>
    public bool? Wrapper { get; init; }

    public string? Region { get; init; }

    public string? Prompt { get; init; }

    /// <summary>The cmdlet that sends such a job.</summary>
    public string? Cmdlet { get; init; }

    /// <summary>What was asked for, by parameter; the prompt apart.</summary>
    public IReadOnlyDictionary<string, object?> Options { get; init; } = new Dictionary<string, object?>();

    /// <summary>Unix milliseconds, like all times here.</summary>
    public long? Submitted { get; init; }

    public long? Scheduled { get; init; }

    public long? Ended { get; init; }

    public long? Stored { get; init; }

    public double? Units { get; init; }

    public string? Unit { get; init; }

    public string? RequestId { get; init; }

    /// <summary>Media that went in and can be shown: those of an edit stand beside its result.</summary>
    public IReadOnlyList<ReportMedia>? Inputs { get; init; }

    public IReadOnlyList<ReportMedia>? Files { get; init; }

    public ReportError? Error { get; init; }

    public IReadOnlyList<string>? Warnings { get; init; }
}

/// <summary>A file or object.</summary>
internal sealed record ReportMedia
{
    public required string Name { get; init; }

    /// <summary><c>image</c>, <c>video</c> or <c>audio</c>.</summary>
    public required string Kind { get; init; }

    /// <summary>Where the page finds it: an address relative to the page where that is possible; absent where it can only be named.</summary>
    public string? Href { get; init; }

    /// <summary>Its path or address in words, where it can only be named.</summary>
    public string? Place { get; init; }

    /// <summary>True when it was not there any more as the page was written.</summary>
    public bool? Missing { get; init; }

    /// <summary>The element of the page that holds it whole.</summary>
    public string? Embedded { get; init; }

    /// <summary>A small picture of it, as a data URI.</summary>
    public string? Thumbnail { get; set; }

    /// <summary>Media type of what is embedded.</summary>
    public string? MediaType { get; init; }

    public long? Bytes { get; init; }

    public string? Sha256 { get; init; }

    public string? Sidecar { get; init; }

    /// <summary>When a signed link dies.</summary>
    public long? Until { get; init; }
}

/// <summary>Why a job came to nothing.</summary>
internal sealed record ReportError(string Id, string Boundary, string Message)
{
    public string? Action { get; init; }

    public string? Code { get; init; }

    public string? ProviderMessage { get; init; }

    public string? RequestId { get; init; }
}

/// <summary>What jobs were billed, of one owner and unit.</summary>
internal sealed record ReportBill(string Owner, string Unit, double Units, long Jobs)
{
    public bool? Wrapper { get; init; }

    public long? Reckoned { get; init; }

    public long? InFlight { get; init; }

    public long? Unclear { get; init; }

    public decimal? Amount { get; init; }

    public string? Currency { get; init; }

    public string? Source { get; init; }

    public string? Checked { get; init; }
}

/// <summary>The page as a whole.</summary>
internal sealed record ReportHead
{
    public required string Title { get; init; }

    public required long Made { get; init; }

    /// <summary>The period that was asked for.</summary>
    public long? Since { get; init; }

    public long? Until { get; init; }

    /// <summary>Version of the module.</summary>
    public required string Version { get; init; }

    public IReadOnlyList<ReportBill> Bills { get; init; } = [];

    /// <summary>Why amounts are missing.</summary>
    public IReadOnlyList<string> Unpriced { get; init; } = [];
}
