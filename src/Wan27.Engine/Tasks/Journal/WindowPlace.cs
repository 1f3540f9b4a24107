namespace Wan27.Engine.Tasks.Journal;

/// <summary>Whether a submit has its place among the open tasks of its account.</summary>
/// <param name="IsTaken">It has; it keeps it until its task ends.</param>
/// <param name="Open">Open tasks without it.</param>
/// <param name="Oldest">The oldest of them that have an id, when there is no place: their end is what is waited for.</param>
internal sealed record WindowPlace(bool IsTaken, int Open, IReadOnlyList<JournalEntry> Oldest);
