namespace Wan27.Engine.Tasks.Journal;

/// <summary>A change in a task's life.</summary>
internal sealed record JournalEvent(WanTaskState State, DateTimeOffset At, string? Detail);
