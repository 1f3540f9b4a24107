using System.Reflection;
using Wan27.Engine.Providers;
using Wan27.Engine.Tasks;
using Wan27.Engine.Tasks.Journal;

namespace Wan27.Engine.Tests.Tasks;

/// <summary>What a new process makes of the submits that others left open.</summary>
public sealed class RecoveryTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_submit_that_ended_well_while_its_row_was_looked_at_is_left_alone(bool bodyHadLeft)
    {
        await using var rig = await EngineRig.StartAsync();
        var task = await rig.StartAsync("late");
        var entry = (await rig.Journal.FindByTaskIdAsync(task.TaskId!))!;
        var stale = entry with
        {
            Task = entry.Task with { State = WanTaskState.Submitting, TaskId = null, SubmittedAt = bodyHadLeft ? entry.Task.SubmittedAt : null },
        };
        var journal = DispatchProxy.Create<ITaskJournal, StaleJournal>();
        ((StaleJournal)journal).Look(rig.Journal, stale);
        var submitter = rig.SubmitterOf(journal, TimeProvider.System);
        var log = new WarningLog();

        await submitter.RecoverAsync(log, CancellationToken.None);

        Assert.Equal(WanTaskState.Submitted, (await rig.KnownAsync(task)).State);
        Assert.Empty(log.Warnings);
    }

    /// <summary>A journal whose list of interrupted submits is a moment old.</summary>
    public class StaleJournal : DispatchProxy
    {
        private object? _journal;
        private object? _stale;

        internal void Look(ITaskJournal journal, JournalEntry stale) => (_journal, _stale) = (journal, stale);

        protected override object? Invoke(MethodInfo? targetMethod, object?[]? args)
            => targetMethod!.Name == nameof(ITaskJournal.FindInterruptedAsync)
                ? new ValueTask<IReadOnlyList<JournalEntry>>([(JournalEntry)_stale!])
                : targetMethod.Invoke(_journal, args);
    }
}
