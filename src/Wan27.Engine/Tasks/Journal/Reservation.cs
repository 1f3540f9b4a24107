namespace Wan27.Engine.Tasks.Journal;

/// <summary>The answer to a reservation. <c>Entry</c> is the new row, or the one that the key stands for.</summary>
internal sealed record Reservation(ReservationKind Kind, JournalEntry Entry);
