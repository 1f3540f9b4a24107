using Wan27.Engine.Routes;

namespace Wan27.Engine.Tasks.Journal;

/// <summary>A row of the journal.</summary>
/// <param name="LocalId">Name of the row, made before the submit.</param>
/// <param name="Task">The task as the pipeline knows it. Result URLs are never kept: they carry signatures and can be asked for again.</param>
/// <param name="RequestHash">Hash of the request.</param>
/// <param name="HoldsJobKey">False once a later submit has taken over the job's key.</param>
/// <param name="CreatedAt">When the row was made.</param>
/// <param name="UpdatedAt">When it was last changed.</param>
/// <param name="Owner">The process that submits or submitted it; absent for tasks taken in from elsewhere.</param>
internal sealed record JournalEntry(
    string LocalId,
    WanTask Task,
    string RequestHash,
    bool HoldsJobKey,
    DateTimeOffset CreatedAt,
    DateTimeOffset UpdatedAt,
    OwnerProcess? Owner)
{
    /// <summary>How far the service's dates were ahead of this machine's clock when the body left; absent when they had not been told.</summary>
    public TimeSpan? ClockOffset { get; init; }

    /// <summary>What the result will be, by the request alone; absent in rows of earlier versions.</summary>
    public ExpectedResult? Expected { get; init; }

    /// <summary>The row that this one was submitted anew for, because its own submit had never been accepted.</summary>
    public string? Supersedes { get; init; }

    /// <summary>True for a submit that has taken its place among the open tasks of its account.</summary>
    public bool HasPlace { get; init; }

    /// <summary>True for a task that ended without a result, as far as is known here.</summary>
    public bool CameToNothing => Task.State is WanTaskState.Failed or WanTaskState.Canceled or WanTaskState.Expired;

    /// <summary>True when the owner's lease has run out, by the clock of the database that all share; never where processes share one machine.</summary>
    public bool LeaseIsOver { get; init; }

    /// <summary>True when the owner does not go on with this submit: its process is known to be gone, or has not renewed its lease in time.</summary>
    public bool OwnerIsGone => LeaseIsOver || Owner?.IsKnownToBeGone() == true;

    /// <summary>True for a submit whose process was gone before its body left: nothing exists and nothing is billed.</summary>
    public bool WasNeverSent => Task is { State: WanTaskState.Submitting, SubmittedAt: null } && OwnerIsGone;
}
