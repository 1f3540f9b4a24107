namespace Wan27.Engine.Tasks.Journal;

/// <summary>What one job is billed for: a task, or a call that made pictures without one. It outlives the task's own row.</summary>
internal sealed record LedgerRow
{
    /// <summary>Name of the row; of a task it is that of its row.</summary>
    public required string LocalId { get; init; }

    /// <summary>True for a call without a task.</summary>
    public bool IsCall { get; init; }

    public string? JobKey { get; init; }

    public string? Profile { get; init; }

    /// <summary>Name of the provider; whose service it is follows from that.</summary>
    public string? Provider { get; init; }

    public string? Route { get; init; }

    public string? Model { get; init; }

    public string? Region { get; init; }

    public string? Endpoint { get; init; }

    /// <summary>Output tier of a clip, or the size that pictures were asked in.</summary>
    public string? Tier { get; init; }

    public string? TaskId { get; init; }

    public string? RequestId { get; init; }

    public LedgerState State { get; init; }

    /// <summary><c>second</c>, <c>picture</c> or <c>unknown</c>.</summary>
    public required string Unit { get; init; }

    /// <summary>The least that the request could be billed, by the rules; null where they are not known.</summary>
    public double? Low { get; init; }

    /// <summary>The most that the request could be billed.</summary>
    public double? High { get; init; }

    /// <summary>What is billed; null until it is known.</summary>
    public double? Units { get; init; }

    /// <summary>True where the provider has said the units; false where they follow from the request by its rules.</summary>
    public bool IsAnswered { get; init; }

    /// <summary>The bucket that the results lie in, as <c>s3://bucket</c>; null for folders, and until they are stored.</summary>
    public string? Store { get; init; }

    /// <summary>The run that it is part of, where that has a budget of its own.</summary>
    public string? Run { get; init; }

    /// <summary>When the job was noted or, where that is known, submitted.</summary>
    public DateTimeOffset CreatedAt { get; init; }

    public DateTimeOffset UpdatedAt { get; init; }

    /// <summary>The row alone as a sum.</summary>
    public LedgerSum AsSum() => new()
    {
        Provider = Provider ?? string.Empty,
        Unit = Unit,
        State = State,
        Profile = Profile,
        Route = Route,
        Model = Model,
        Region = Region,
        Tier = Tier,
        Store = Store,
        JobKey = JobKey,
        Quarter = CreatedAt,
        Jobs = 1,
        Answered = IsAnswered ? 1 : 0,
        Units = Units ?? 0,
        Low = Low ?? 0,
        High = High,
    };
}
