using Wan27.Engine.Providers;
using Wan27.Engine.Tasks.Journal;

namespace Wan27.Engine.Tasks;

/// <summary>Keeps in the journal whether a submit may exist: after a kill, the row must say neither less nor more than is true.</summary>
internal sealed class NotedDeparture(ITaskJournal journal, string localId, TimeProvider time, Func<TimeSpan?> clockOffset) : IDeparture
{
    public Task LeavingAsync() => NoteAsync(new JournalUpdate { SubmittedAt = time.GetUtcNow(), ClockOffset = clockOffset() });

    public Task TurnedAwayAsync() => NoteAsync(new JournalUpdate { TurnedAway = true });

    private async Task NoteAsync(JournalUpdate update) => await journal.UpdateAsync(localId, update, CancellationToken.None);
}
