namespace Wan27.Engine.Tasks.Evidence;

/// <summary>
/// Decides for all open submits of an account at once. Every task that fits an open submit is taken to be made by one of them, each by
/// another one; what holds in every such assignment is proven. Submits that the service cannot tell apart are one: which of them gets
/// which task is settled by time and name alone, so that every process settles it alike.
/// </summary>
/// <remarks>
/// Another program on the account may submit the same prompts. It shows by a task too many, or by a task that has the prompt of a job and
/// fits none; then nothing near it in time is proven by a prompt. A task that has not ended may turn out to have any prompt: while
/// one of them is possible for a submit, nothing that it has a part in is proven. Where no own task confirms the clock that stamps tasks, a
/// time takes no task from a submit that has its prompt, unless the stamps would be of times that are still to come.
/// </remarks>
internal sealed class EvidenceSolver
{
    private readonly IReadOnlyList<OpenSubmit> _submits;
    private readonly IReadOnlyList<Candidate> _candidates;
    private readonly PairEvidence[,] _pairs;
    private readonly Func<Candidate, bool> _isSettledPrompt;
    private readonly TimeSpan _near;
    private readonly TimeSpan _lag;
    private readonly Dictionary<int, int> _provenTask = [];
    private readonly Dictionary<int, int> _provenSubmit = [];
    private readonly HashSet<int> _contested = [];

    private EvidenceSolver(
        IReadOnlyList<OpenSubmit> submits, IReadOnlyList<Candidate> candidates, Func<Candidate, bool> isSettledPrompt, TimeSpan near, DateTimeOffset now)
    {
        // One whose own task may still come can wait for it; one that cannot would be paid anew.
        _submits = [.. submits.OrderBy(static submit => submit.IsGivenUp).ThenBy(static submit => submit.ClosedAtLook is null).ThenBy(static submit => submit.Left.At ?? DateTimeOffset.MaxValue).ThenBy(static submit => submit.Id, StringComparer.Ordinal)];
        _candidates = [.. candidates.OrderBy(static candidate => candidate.Trace.CreatedAt ?? DateTimeOffset.MaxValue).ThenBy(static candidate => candidate.Trace.TaskId, StringComparer.Ordinal)];
        _isSettledPrompt = isSettledPrompt;
        _near = near;

        // A task that is listed has been made: the clock that stamps them cannot be behind by more than the latest stamp is old.
        _lag = _candidates.Max(static candidate => candidate.Trace.CreatedAt) is { } latest && latest < now ? now - latest : TimeSpan.Zero;
        _pairs = new PairEvidence[_submits.Count, _candidates.Count];
        for (var submit = 0; submit < _submits.Count; submit++)
        {
            for (var task = 0; task < _candidates.Count; task++)
            {
                _pairs[submit, task] = PairJudge.Judge(_submits[submit], _candidates[task]);
            }
        }
    }

    /// <param name="submits">All open submits of the account, those that were given up included.</param>
    /// <param name="candidates">All tasks of the account that no job holds.</param>
    /// <param name="isSettledPrompt">Whether a task has the prompt of a job that has its own task.</param>
    /// <param name="near">How near in time such a task must be to count.</param>
    /// <param name="now">The time by the clock that the departures are told by.</param>
    public static IReadOnlyList<Decision> Solve(
        IReadOnlyList<OpenSubmit> submits, IReadOnlyList<Candidate> candidates, Func<Candidate, bool> isSettledPrompt, TimeSpan near, DateTimeOffset now)
    {
        var solver = new EvidenceSolver(submits, candidates, isSettledPrompt, near, now);
        solver.ProveNamed();
        solver.ProveMatched();
        return [.. Enumerable.Range(0, solver._submits.Count).Where(submit => !solver._submits[submit].IsGivenUp).Select(solver.Decide)];
    }

    private IEnumerable<int> Submits => Enumerable.Range(0, _submits.Count).Where(submit => !_provenTask.ContainsKey(submit));

    private IEnumerable<int> Tasks => Enumerable.Range(0, _candidates.Count).Where(task => !_provenSubmit.ContainsKey(task));

    /// <summary>An answer that came without an id has named the request: nothing else needs to be known.</summary>
    private void ProveNamed()
    {
        foreach (var submit in Submits.ToArray())
        {
            var named = Tasks.Where(task => _pairs[submit, task].IsNamed).ToArray();
            if (named is [var task] && _pairs[submit, task].IsPossible && Submits.Count(other => _pairs[other, task].IsNamed) == 1)
            {
                Prove(submit, task);
            }
        }
    }

    private void ProveMatched()
    {
        var components = Components().Select(part => (part.Submits, part.Tasks, Matching: Cover(part.Submits, part.Tasks, Fits))).ToArray();

        // A list that somebody else goes through shows in one place and counts in all.
        var foreign = components.Where(static part => part.Matching is null).SelectMany(static part => part.Tasks)
            .Concat(Tasks.Where(IsNobodys))
            .ToArray();
        foreach (var (submits, tasks, matching) in components)
        {
            if (submits.Any(submit => Tasks.Any(task => _pairs[submit, task].IsPending && IsNoFuture(submit, task))))
            {
                continue;
            }

            if (matching is null || tasks.Any(task => foreign.Any(other => AreNear(task, other))))
            {
                _contested.UnionWith(tasks);
                continue;
            }

            foreach (var (task, owner) in matching)
            {
                if (submits.Any(other => MayFit(other, task) && _submits[other].Identity != _submits[owner].Identity && Cover(submits, tasks, MayFit, task, other) is not null))
                {
                    _contested.Add(task);
                }
            }

            foreach (var (task, owner) in matching.Where(pair => !_contested.Contains(pair.Key)))
            {
                Prove(owner, task);
            }
        }
    }

    private bool Fits(int submit, int task) => _pairs[submit, task].Fits;

    private bool MayFit(int submit, int task) => Fits(submit, task) || (_pairs[submit, task].MayFit && IsNoFuture(submit, task));

    /// <summary>False for a task that the submit can have made only if others were made at times that are still to come.</summary>
    private bool IsNoFuture(int submit, int task)
        => _submits[submit].Left is var left && !(_candidates[task].Trace.CreatedAt < left.At - left.Slack - _lag);

    /// <summary>True for a task that has the prompt of a job and fits none.</summary>
    private bool IsNobodys(int task)
        => !Submits.Any(submit => Fits(submit, task)) && (_isSettledPrompt(_candidates[task]) || Enumerable.Range(0, _submits.Count).Any(submit => _pairs[submit, task].HasItsPrompt));

    /// <summary>Submits and tasks that fit each other, directly or over others.</summary>
    private List<(List<int> Submits, List<int> Tasks)> Components()
    {
        var components = new List<(List<int>, List<int>)>();
        var seen = new HashSet<int>();
        foreach (var start in Tasks.ToArray())
        {
            if (!seen.Add(start))
            {
                continue;
            }

            var (submits, tasks, next) = (new List<int>(), new List<int> { start }, new Queue<int>([start]));
            while (next.TryDequeue(out var task))
            {
                foreach (var submit in Submits.Where(submit => !submits.Contains(submit) && MayFit(submit, task)))
                {
                    submits.Add(submit);
                    foreach (var other in Tasks.Where(other => MayFit(submit, other) && seen.Add(other)))
                    {
                        tasks.Add(other);
                        next.Enqueue(other);
                    }
                }
            }

            if (submits.Count > 0)
            {
                submits.Sort();
                tasks.Sort();
                components.Add((submits, tasks));
            }
        }

        return components;
    }

    /// <summary>An assignment in which every task has a submit of its own; null when there is none. Earlier submits are preferred, and those that are not given up.</summary>
    private static Dictionary<int, int>? Cover(List<int> submits, List<int> tasks, Func<int, int, bool> mayHave, int fixedTask = -1, int fixedSubmit = -1)
    {
        var owners = new Dictionary<int, int>();
        if (fixedTask >= 0)
        {
            owners[fixedSubmit] = fixedTask;
        }

        foreach (var task in tasks.Where(task => task != fixedTask))
        {
            if (!Place(task, []))
            {
                return null;
            }
        }

        return owners.ToDictionary(static pair => pair.Value, static pair => pair.Key);

        bool Place(int task, HashSet<int> tried)
        {
            var fitting = submits.Where(submit => submit != fixedSubmit && mayHave(submit, task)).ToArray();
            foreach (var free in fitting.Where(submit => !owners.ContainsKey(submit)))
            {
                owners[free] = task;
                return true;
            }

            foreach (var taken in fitting.Where(tried.Add))
            {
                if (Place(owners[taken], tried))
                {
                    owners[taken] = task;
                    return true;
                }
            }

            return false;
        }
    }

    private bool AreNear(int task, int other)
        => _candidates[task].Trace.CreatedAt is not { } one || _candidates[other].Trace.CreatedAt is not { } two || (one - two).Duration() <= _near;

    private void Prove(int submit, int task)
    {
        _provenTask[submit] = task;
        _provenSubmit[task] = submit;
    }

    private Decision Decide(int submit)
    {
        var rows = Enumerable.Range(0, _candidates.Count).Select(task => Row(submit, task)).ToArray();
        if (_provenTask.TryGetValue(submit, out var own))
        {
            return new Decision(_submits[submit], Outcome.Proven, _candidates[own].Trace.TaskId, rows);
        }

        var left = Exchangeable(submit).SelectMany(twin => Tasks.Where(task => !_pairs[twin, task].IsRuledOut).Select(task => _pairs[twin, task])).ToArray();
        var outcome = left.Length == 0 ? _submits[submit].IsBeyondList ? Outcome.Untold : Outcome.Excluded
            : left.Any(static pair => !pair.Candidate.Trace.IsFinal) || IsHeldUp(submit) ? Outcome.Waiting
            : left.Any(static pair => pair.Fits) ? Outcome.Contested
            : left.Any(static pair => pair.HasItsPrompt) ? Outcome.SamePrompt
            : left.All(static pair => pair.Candidate.Trace.IsUnbilled) ? Outcome.Unbilled
            : Outcome.Untold;
        return new Decision(_submits[submit], outcome, null, rows);
    }

    /// <summary>
    /// The submit and its twins that have a task which it may have made as well: what such a twin may have made besides may be what the submit
    /// is without.
    /// </summary>
    private List<int> Exchangeable(int submit)
    {
        var twins = new List<int> { submit };
        for (var next = 0; next < twins.Count; next++)
        {
            twins.AddRange(_provenTask
                .Where(pair => !twins.Contains(pair.Key) && _submits[pair.Key].Identity == _submits[submit].Identity && !_pairs[twins[next], pair.Value].IsRuledOut)
                .Select(static pair => pair.Key).ToArray());
        }

        return twins;
    }

    /// <summary>True while a submit that competes for the same task waits for another one to end.</summary>
    private bool IsHeldUp(int submit)
        => Tasks.Any(task => _pairs[submit, task].Fits && !_contested.Contains(task));

    private (PairEvidence Pair, WanVerdict Verdict, string? Why) Row(int submit, int task)
    {
        var pair = _pairs[submit, task];
        if (_provenSubmit.TryGetValue(task, out var owner))
        {
            return owner == submit ? (pair, WanVerdict.Proven, null) : (pair, WanVerdict.Excluded, $"it is the task of {_submits[owner].Name}");
        }

        return _provenTask.ContainsKey(submit) ? (pair, WanVerdict.Excluded, "another task is its own")
            : pair.IsContradicted ? (pair, WanVerdict.Excluded, null)
            : (pair, WanVerdict.Open, _contested.Contains(task) ? "other jobs or programs may have made it as well" : null);
    }
}
