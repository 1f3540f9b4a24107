using System.Collections.Concurrent;
using System.Globalization;
using Wan27.Engine.Contract;
using Wan27.Engine.Profiles;
using Wan27.Engine.Providers;
using Wan27.Engine.Routes;
using Wan27.Engine.Tasks.Journal;

namespace Wan27.Engine.Tasks;

/// <summary>
/// Holds submits back while their account has as many open tasks of the model as the service takes. They are counted in the journal, over all
/// who share it, so that a batch of thousands waits here and not in throttles.
/// </summary>
internal sealed class OpenTasks(ITaskJournal journal, Bundle bundle, TaskLook look, TimeProvider time)
{
    private const string Queued = "rate.queued.max";
    private const string Running = "rate.running.max";

    private static readonly TimeSpan LookAgain = TimeSpan.FromSeconds(1);

    // One of this process's submits asks for all: who comes first gets the place that becomes free.
    private readonly ConcurrentDictionary<string, SemaphoreSlim> _turns = new(StringComparer.Ordinal);

    /// <summary>The window of a model; null where the provider does not say how many it takes.</summary>
    public TaskWindow? WindowOf(string model) => bundle.Contract.Applies(Queued)
        ? new TaskWindow(bundle.Account, model, bundle.Contract.Integer(Running) + bundle.Contract.Integer(Queued), time.GetUtcNow() - bundle.Contract.Hours("task.valid.hours"))
        : null;

    /// <summary>Returns when a submit that is noted has its place.</summary>
    public async Task WaitAsync(JournalEntry entry, IStepLog log, CancellationToken ct)
    {
        if (entry.HasPlace || entry.Task.Model is not { } model || WindowOf(model) is not { } window)
        {
            return;
        }

        var turn = _turns.GetOrAdd(model, static _ => new SemaphoreSlim(1, 1));
        await turn.WaitAsync(ct);
        try
        {
            var pace = bundle.Contract.Seconds($"{(RouteCatalogue.Find(entry.Task.Route) ?? RouteCatalogue.Typical).PollGroup}.seconds");
            for (var due = time.GetUtcNow() + pace; ;)
            {
                var place = await journal.TakePlaceAsync(entry.LocalId, window, ct);
                if (place.IsTaken)
                {
                    return;
                }

                var text = string.Create(CultureInfo.InvariantCulture, $"{place.Open} tasks of {model} are open in this account, of {window.Most} that it takes");
                log.Progress("Waiting for the service's queue", text, -1);
                await Task.Delay(LookAgain, time, ct);
                if (time.GetUtcNow() >= due)
                {
                    log.Verbose($"{text}; the next submit waits until one ends.");
                    await RefreshAsync(place.Oldest, ct);
                    due = time.GetUtcNow() + pace;
                }
            }
        }
        finally
        {
            turn.Release();
        }
    }

    /// <summary>Whether the oldest have ended: nobody else may be asking.</summary>
    private async Task RefreshAsync(IReadOnlyList<JournalEntry> oldest, CancellationToken ct)
    {
        foreach (var open in oldest)
        {
            try
            {
                await look.LookAsync(open.Task, ct);
            }
            catch (WanException)
            {
                // A look that fails is a missed look.
            }
        }
    }
}
