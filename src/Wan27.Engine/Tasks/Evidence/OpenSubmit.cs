using Wan27.Engine.Routes;

namespace Wan27.Engine.Tasks.Evidence;

/// <summary>A submit of which nobody knows whether it made a task.</summary>
internal sealed record OpenSubmit
{
    /// <summary>Its row in the journal.</summary>
    public required string Id { get; init; }

    /// <summary>How messages call it.</summary>
    public required string Name { get; init; }

    public string? Model { get; init; }

    public string? Prompt { get; init; }

    public ExpectedResult Expected { get; init; } = new();

    /// <summary>Equal for submits that the service cannot tell apart: either of them may have either task.</summary>
    public required string Identity { get; init; }

    /// <summary>The request id of an answer that came without a task id.</summary>
    public string? RequestId { get; init; }

    /// <summary>When its body left, by the clock that tasks are stamped with.</summary>
    public Departure Left { get; init; } = Departure.Unknown;

    /// <summary>The look since which no late task of it can appear any more; null before.</summary>
    public int? ClosedAtLook { get; init; }

    /// <summary>True when it is older than the account's list reaches back: that no task is listed says nothing then.</summary>
    public bool IsBeyondList { get; init; }

    /// <summary>True when its key was paid anew, or its user said that it was never sent: a late task is explained by it and goes to nobody.</summary>
    public bool IsGivenUp { get; init; }
}

/// <summary>A task of the account that no job holds.</summary>
/// <param name="Trace">What the provider tells of it.</param>
/// <param name="FirstLook">The number of the look that first showed it.</param>
internal sealed record Candidate(Providers.TaskTrace Trace, int FirstLook = 0);
