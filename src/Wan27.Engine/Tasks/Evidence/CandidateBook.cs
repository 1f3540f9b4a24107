using Wan27.Engine.Contract;
using Wan27.Engine.Providers;
using Wan27.Engine.Tasks.Journal;

namespace Wan27.Engine.Tasks.Evidence;

/// <summary>
/// The tasks of an account as far as they were looked at. Each is asked for at the pace of its route, and never again once it has ended.
/// </summary>
internal sealed class CandidateBook(IEvidenceReader reader, ITaskJournal journal, string endpoint, ContractView contract, TimeProvider time)
{
    // The account's query rate holds in any case; more at once would only keep connections busy.
    private const int LooksAtOnce = 4;

    private const int MissesUntilListCounts = 3;

    private readonly Dictionary<string, Page> _pages = [];
    private readonly Dictionary<string, (DateTimeOffset Left, DateTimeOffset Stamp)> _anchors = [];

    /// <summary>Own tasks: when each left by this machine's clock, and the time that the provider stamped it with.</summary>
    public IReadOnlyCollection<(DateTimeOffset Left, DateTimeOffset Stamp)> Anchors => _anchors.Values;

    /// <summary>The tasks that no job holds.</summary>
    public IReadOnlyList<Candidate> Free => [.. _pages.Values.Where(static page => !page.IsHeld).Select(static page => new Candidate(page.Trace, page.FirstLook))];

    /// <summary>Takes in what the account lists of a model.</summary>
    public async Task ListAsync(string? model, int look, CancellationToken ct)
    {
        foreach (var row in await reader.ListAsync(model, ct))
        {
            if (!_pages.TryGetValue(row.TaskId, out var page))
            {
                page = _pages[row.TaskId] = new Page(row, look, new PollPlan(contract, RouteOf(row.Model ?? model), null));
            }
            else
            {
                page.Trace = page.Trace with
                {
                    CreatedAt = row.CreatedAt ?? page.Trace.CreatedAt,
                    SubmitRequestId = row.SubmitRequestId ?? page.Trace.SubmitRequestId,
                    Said = row.Said ?? page.Trace.Said,

                    // An id that is listed lives, whatever a look at it said.
                    State = page.Trace.State == WanTaskState.Expired ? WanTaskState.Polling : page.Trace.State,
                };
            }
        }
    }

    /// <summary>Takes in what an earlier look noted: the list may no longer reach back to it, and its prompt may have been told already.</summary>
    public void Recall(WanTask open)
    {
        foreach (var id in open.Candidates.Where(id => !_pages.ContainsKey(id)))
        {
            var noted = open.Evidence.FirstOrDefault(row => row.TaskId == id);
            _pages[id] = new Page(
                new TaskTrace { TaskId = id, Model = open.Model, Status = noted?.ProviderStatus, CreatedAt = noted?.CreatedAt, Prompt = noted?.Prompt }, 0, new PollPlan(contract, open.Route, null));
        }
    }

    /// <summary>Finds out which tasks belong to jobs by now.</summary>
    public async Task HoldAsync(CancellationToken ct)
    {
        string[] free = [.. _pages.Where(static page => !page.Value.IsHeld).Select(static page => page.Key)];
        if (free.Length == 0)
        {
            return;
        }

        foreach (var entry in (await journal.QueryAsync(new JournalFilter { TaskIds = free }, ct)).Where(entry => entry.Task.Endpoint == endpoint))
        {
            var page = _pages[entry.Task.TaskId!];
            page.IsHeld = true;

            // What was taken in from elsewhere has the provider's times, which say nothing of this machine's clock.
            if (entry is { Owner: not null, Task.SubmittedAt: { } left } && page.Trace.CreatedAt is { } stamp && entry.Task.Evidence.Count == 0)
            {
                _anchors[entry.LocalId] = (left, stamp);
            }
        }
    }

    /// <summary>Looks at the tasks that may still tell something. A look that fails is a missed look.</summary>
    public async Task AskAsync(Func<Candidate, bool> isWorthIt, CancellationToken ct)
    {
        using var turns = new SemaphoreSlim(LooksAtOnce);
        await Task.WhenAll(_pages.Values
            .Where(page => !page.IsHeld && !page.Trace.IsFinal && (page.DueAt is not { } due || time.GetTimestamp() >= due) && isWorthIt(new Candidate(page.Trace, page.FirstLook)))
            .ToArray()
            .Select(async page =>
            {
                await turns.WaitAsync(ct);
                try
                {
                    page.Trace = await reader.LookAsync(page.Trace, ct);
                    page.Misses = 0;
                }
                catch (WanException)
                {
                    // The next look is the retry. A failure may be told in a form that looks like a failed look; then the list's word counts.
                    page.Trace = ++page.Misses >= MissesUntilListCounts && page.Trace.Said is { } said ? page.Trace with { State = said } : page.Trace;
                }
                finally
                {
                    turns.Release();
                    page.DueAt = time.GetTimestamp() + (long)(page.Plan.Next(TimeSpan.Zero, Random.Shared.NextDouble()).TotalSeconds * time.TimestampFrequency);
                }
            }));
    }

    private string? RouteOf(string? model) => model is null ? null : contract.Data.FindModel(model)?.Route;

    private sealed class Page(TaskTrace trace, int firstLook, PollPlan plan)
    {
        public TaskTrace Trace { get; set; } = trace;

        public int FirstLook { get; } = firstLook;

        public PollPlan Plan { get; } = plan;

        public long? DueAt { get; set; }

        public int Misses { get; set; }

        public bool IsHeld { get; set; }
    }
}
