namespace Wan27;

/// <summary>What speaks for and against a task at the provider being the one that a cut-off submit made (contract sections 3 to 6).</summary>
public sealed record WanEvidence
{
    /// <summary>The candidate's id at the provider.</summary>
    public required string TaskId { get; init; }

    /// <summary>What follows.</summary>
    public WanVerdict Verdict { get; init; }

    /// <summary>The provider's word for its state.</summary>
    public string? ProviderStatus { get; init; }

    /// <summary>When the provider says that it was made.</summary>
    public DateTimeOffset? CreatedAt { get; init; }

    /// <summary>The prompt that the provider says it was given; absent until the task has succeeded.</summary>
    public string? Prompt { get; init; }

    /// <summary>What fits, each beginning with the name of the fact: <c>prompt</c>, <c>length</c>, <c>tier</c>, <c>ratio</c>, <c>pictures</c>, <c>time</c>, <c>request</c>.</summary>
    public IReadOnlyList<string> Fits { get; init; } = [];

    /// <summary>What contradicts, in the same form.</summary>
    public IReadOnlyList<string> Against { get; init; } = [];

    /// <summary>What is not known, in the same form.</summary>
    public IReadOnlyList<string> Unknown { get; init; } = [];

    /// <summary>The candidate, the verdict, and why.</summary>
    /// <returns>One line.</returns>
    public override string ToString()
    {
        var why = Verdict == WanVerdict.Excluded ? Against : [.. Fits, .. Unknown];
        return why.Count == 0 ? $"{TaskId}: {Verdict}" : $"{TaskId}: {Verdict} ({string.Join("; ", why)})";
    }
}
