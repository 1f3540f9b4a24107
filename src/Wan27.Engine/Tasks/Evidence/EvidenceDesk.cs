using Wan27.Engine.Contract;
using Wan27.Engine.Profiles;
using Wan27.Engine.Providers;
using Wan27.Engine.Tasks.Journal;

namespace Wan27.Engine.Tasks.Evidence;

/// <summary>
/// Looks at an account for all who ask, once for all of them: which open submits there are, which tasks, and what follows. What it finds is
/// noted in the journal; what becomes of a submit is for those who asked.
/// </summary>
internal sealed class EvidenceDesk(IEvidenceReader reader, IProvider provider, ITaskJournal journal, Bundle bundle, TimeProvider time)
{
    // What a view can show and a journal should keep of each submit.
    private const int MostRows = 25;

    private readonly object _gate = new();
    private readonly CandidateBook _book = new(reader, journal, bundle.Endpoint, bundle.Contract, time);
    private readonly Dictionary<string, long> _watchedSince = [];
    private readonly Dictionary<string, int> _closedAt = [];
    private readonly Dictionary<string, (IReadOnlyList<string> Candidates, IReadOnlyList<WanEvidence> Rows)> _noted = [];
    private Task<EvidenceLook>? _current;
    private long _begun;
    private int _look;

    /// <summary>A look that is no older than <paramref name="freshFor"/>.</summary>
    /// <exception cref="WanException">The provider could not be asked; the next look is the retry.</exception>
    public async Task<EvidenceLook> LookAsync(TimeSpan freshFor, CancellationToken ct)
    {
        var asked = time.GetTimestamp();
        while (true)
        {
            Task<EvidenceLook> look;
            bool isFresh;
            lock (_gate)
            {
                isFresh = _current is not null && time.GetElapsedTime(_begun, asked) <= freshFor;
                if (_current is null || (_current.IsCompleted && !(isFresh && _current.IsCompletedSuccessfully)))
                {
                    (_begun, isFresh) = (time.GetTimestamp(), true);

                    // Others wait for it too: whoever gives up leaves it to them.
                    _current = AskAsync(CancellationToken.None);
                }

                look = _current;
            }

            var seen = await look.WaitAsync(ct);
            if (isFresh)
            {
                return seen;
            }
        }
    }

    private async Task<EvidenceLook> AskAsync(CancellationToken ct)
    {
        _look++;
        var open = await OpenAsync(ct);
        string?[] models = [.. open.Where(IsOwn).Select(static entry => entry.Task.Model).Distinct()];
        if (provider.ClockOffset is null && models.Length > 0 && open.Any(static entry => entry.ClockOffset is not null))
        {
            // Only an answer tells the service's time, and only what is listed after the late time counts as all that there is.
            await _book.ListAsync(models[0], _look, ct);
        }

        var over = open.Where(IsLateOver).Select(static entry => entry.LocalId).ToArray();
        foreach (var model in models)
        {
            await _book.ListAsync(model, _look, ct);
        }

        foreach (var entry in open.Where(IsOwn))
        {
            _book.Recall(entry.Task);
        }

        await _book.HoldAsync(ct);
        var asking = open.Select(entry => Submit(entry, isGivenUp: false)).ToArray();
        await _book.AskAsync(candidate => asking.Any(submit => !PairJudge.Judge(submit, candidate).IsRuledOut), ct);

        // Whoever left before the list was asked for is noted by now, as leaving or with its task: what is free is free.
        open = await OpenAsync(ct);
        await _book.HoldAsync(ct);
        foreach (var id in over)
        {
            _closedAt.TryAdd(id, _look);
        }

        return await DecideAsync(open, ct);
    }

    private async Task<EvidenceLook> DecideAsync(IReadOnlyList<JournalEntry> open, CancellationToken ct)
    {
        var free = _book.Free;
        var recent = free.Any(static candidate => candidate.Trace.Prompt is not null) ? await RecentAsync(ct) : [];
        var settled = recent.Where(static entry => entry.Task is { TaskId: not null, Prompt.Length: > 0 }).Select(static entry => (entry.Task.Model, PromptComparison.KeyOf(entry.Task.Prompt!))).ToHashSet();
        var givenUp = recent.Where(static entry => entry.Task is { State: WanTaskState.Canceled, Error.ErrorId: ErrorIds.NeverAccepted });
        var decisions = EvidenceSolver.Solve(
            [.. open.Select(entry => Submit(entry, isGivenUp: false)), .. givenUp.Select(entry => Submit(entry, isGivenUp: true))],
            free,
            candidate => candidate.Trace is { Prompt: { Length: > 0 } prompt, Model: var model } && settled.Contains((model, PromptComparison.KeyOf(prompt))),
            bundle.Contract.Seconds("evidence.near.seconds"),
            time.GetUtcNow());
        var rows = open.ToDictionary(static entry => entry.LocalId);
        foreach (var decision in decisions.Where(decision => rows[decision.Submit.Id] is { Task.State: WanTaskState.Indeterminate } entry && IsOwn(entry)))
        {
            await NoteAsync(decision, rows[decision.Submit.Id], ct);
        }

        return new EvidenceLook(decisions.ToDictionary(static decision => decision.Submit.Id), _closedAt.Keys.ToHashSet());
    }

    private async Task NoteAsync(Decision decision, JournalEntry entry, CancellationToken ct)
    {
        var (candidates, evidence) = (decision.Possible, EvidenceRows.Of(decision, MostRows));
        if (_noted.TryGetValue(decision.Submit.Id, out var noted) && noted.Candidates.SequenceEqual(candidates) && noted.Rows.Select(static row => row.ToString()).SequenceEqual(evidence.Select(static row => row.ToString())))
        {
            // No news; a wait of hours would otherwise write for hours.
            return;
        }

        // The first answers of a process come after its first submit. Another process may have another clock by now.
        await journal.NoteEvidenceAsync(decision.Submit.Id, candidates, evidence, entry.Owner == OwnerProcess.Current ? provider.ClockOffset : null, ct);
        _noted[decision.Submit.Id] = (candidates, evidence);
    }

    /// <summary>Every submit at this endpoint that has left and has no task yet: those under way may have made a candidate as well.</summary>
    private async Task<IReadOnlyList<JournalEntry>> OpenAsync(CancellationToken ct)
    {
        var rows = await journal.QueryAsync(new JournalFilter { States = [WanTaskState.Submitting, WanTaskState.Indeterminate] }, ct);
        JournalEntry[] open = [.. rows.Where(entry => entry.Task.Endpoint == bundle.Endpoint && entry.Task.Provider == bundle.Profile.Provider && entry.Task.SubmittedAt is not null)];
        foreach (var entry in open)
        {
            _watchedSince.TryAdd(entry.LocalId, time.GetTimestamp());
        }

        return open;
    }

    private async Task<IReadOnlyList<JournalEntry>> RecentAsync(CancellationToken ct)
        => [.. (await journal.QueryAsync(new JournalFilter { Since = time.GetUtcNow() - bundle.Contract.Hours("task.list.span.hours.max") }, ct)).Where(entry => entry.Task.Endpoint == bundle.Endpoint)];

    /// <summary>Another profile may be another account: its submits compete for what this one sees, and are not settled here.</summary>
    private bool IsOwn(JournalEntry entry) => string.Equals(entry.Task.Profile, bundle.Profile.Name, StringComparison.OrdinalIgnoreCase);

    private OpenSubmit Submit(JournalEntry entry, bool isGivenUp) => new()
    {
        Id = entry.LocalId,
        Name = entry.Task.JobKey is { } key ? $"job '{key}'" : $"the submit of {entry.CreatedAt.ToLocalTime():g}",
        Model = entry.Task.Model,
        Prompt = entry.Task.Prompt,
        Expected = entry.Expected ?? new(),

        // Rows of earlier versions that had no key have no hash: they are like no other.
        Identity = $"{entry.Task.Profile}\n{entry.Task.Model}\n{(entry.RequestHash.Length > 0 ? entry.RequestHash : entry.LocalId)}",
        RequestId = entry.Task.RequestId,
        Left = Departure.Of(LeftOf(entry), entry.ClockOffset ?? provider.ClockOffset, _book.Anchors, bundle.Contract.Seconds("clock.told.seconds"), bundle.Contract.Seconds("submit.late.seconds")),
        ClosedAtLook = _closedAt.TryGetValue(entry.LocalId, out var look) ? look : null,
        IsBeyondList = Ages(entry).Max() > bundle.Contract.Hours("task.list.span.hours.max") - bundle.Contract.Seconds("ambiguous.window.seconds"),
        IsGivenUp = isGivenUp,
    };

    /// <summary>
    /// True when a task of the submit would be listed by now. Two clocks must say so, this machine's and the service's; where the service's
    /// was not known when the body left, the time is waited for here.
    /// </summary>
    private bool IsLateOver(JournalEntry entry)
    {
        var late = bundle.Contract.Seconds("submit.late.seconds");
        return time.GetElapsedTime(_watchedSince[entry.LocalId]) >= late || (Ages(entry) is [_, _] ages && ages.Min() >= late);
    }

    /// <summary>How long ago the body left: by this machine's clock, and by the service's where it is known for both ends.</summary>
    private TimeSpan[] Ages(JournalEntry entry)
    {
        var age = time.GetUtcNow() - LeftOf(entry);
        return entry.ClockOffset is { } then && provider.ClockOffset is { } now ? [age, age + now - then] : [age];
    }

    private static DateTimeOffset LeftOf(JournalEntry entry) => entry.Task.SubmittedAt ?? entry.CreatedAt;
}
