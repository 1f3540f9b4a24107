namespace Wan27.Engine.Tasks.Evidence;

/// <summary>
/// Decides for all open submits of an account at once. Every task that fits an open submit is taken to be made by one of them, each by
/// another one; what holds in every such assignment is proven. Submits that the service cannot tell apart are one: which of them gets
/// which task is settled by time and name alone, so that every process settles it alike.
/// </summary>
/// <remarks>
/// Another program on the account may submit the same prompts. It shows by a task too many, or by a task that has the prompt of a job with
/// a task of its own; then nothing near it in time is proven by a prompt. A task that has not ended may turn out to have any prompt: while
/// one of them is possible for a submit, nothing that it has a part in is proven.
/// </remarks>
internal sealed class EvidenceSolver
{
    private readonly IReadOnlyList<OpenSubmit> _submits;
    private readonly IReadOnlyList<Candidate> _candidates;
    private readonly PairEvidence[,] _pairs;
    private readonly Func<Candidate, bool> _isSettledPrompt;
    private readonly TimeSpan _near;
    private readonly Dictionary<int, int> _provenTask = [];
    private readonly Dictionary<int, int> _provenSubmit = [];
    private readonly HashSet<int> _contested = [];

    private EvidenceSolver(IReadOnlyList<OpenSubmit> submits, IReadOnlyList<Candidate> candidates, Func<Candidate, bool> isSettledPrompt, TimeSpan near)
    {
        _submits = [.. submits.OrderBy(static submit => submit.IsGivenUp).ThenBy(static submit => submit.Left.At ?? DateTimeOffset.MaxValue).ThenBy(static submit => submit.Id, StringComparer.Ordinal)];
        _candidates = [.. candidates.OrderBy(static candidate => candidate.Trace.CreatedAt ?? DateTimeOffset.MaxValue).ThenBy(static candidate => candidate.Trace.TaskId, StringComparer.Ordinal)];
        _isSettledPrompt = isSettledPrompt;
        _near = near;
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
    public static IReadOnlyList<Decision> Solve(
        IReadOnlyList<OpenSubmit> submits, IReadOnlyList<Candidate> candidates, Func<Candidate, bool> isSettledPrompt, TimeSpan near)
    {
        var solver = new EvidenceSolver(submits, candidates, isSettledPrompt, near);
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
            if (named is [var task] && !_pairs[submit, task].IsContradicted && Submits.Count(other => _pairs[other, task].IsNamed) == 1)
            {
                Prove(submit, task);
            }
        }
    }

    private void ProveMatched()
    {
        var components = Components().Select(part => (part.Submits, part.Tasks, Matching: Cover(part.Submits, part.Tasks, fixedTask: -1, fixedSubmit: -1))).ToArray();

        // A list that somebody else goes through shows in one place and counts in all.
        var foreign = components.Where(static part => part.Matching is null).SelectMany(static part => part.Tasks)
            .Concat(Tasks.Where(task => !Submits.Any(submit => _pairs[submit, task].Fits) && _isSettledPrompt(_candidates[task])))
            .ToArray();
        foreach (var (submits, tasks, matching) in components)
        {
            if (submits.Any(submit => Tasks.Any(task => _pairs[submit, task].IsPending)))
            {
                continue;
            }

            if (matching is null || tasks.Any(task => foreign.Any(other => AreNear(task, other))))
            {
                _contested.UnionWith(tasks);
                continue;
            }

            foreach (var task in tasks)
            {
                var owner = matching[task];
                if (submits.Any(other => _pairs[other, task].Fits && _submits[other].Identity != _submits[owner].Identity && Cover(submits, tasks, task, other) is not null))
                {
                    _contested.Add(task);
                }
            }

            foreach (var task in tasks.Where(task => !_contested.Contains(task)))
            {
                Prove(matching[task], task);
            }
        }
    }

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
                foreach (var submit in Submits.Where(submit => !submits.Contains(submit) && _pairs[submit, task].Fits))
                {
                    submits.Add(submit);
                    foreach (var other in Tasks.Where(other => _pairs[submit, other].Fits && seen.Add(other)))
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
    private Dictionary<int, int>? Cover(List<int> submits, List<int> tasks, int fixedTask, int fixedSubmit)
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
            var fitting = submits.Where(submit => submit != fixedSubmit && _pairs[submit, task].Fits).ToArray();
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

        var left = Tasks.Where(task => !_pairs[submit, task].IsRuledOut).Select(task => _pairs[submit, task]).ToArray();
        var outcome = left.Length == 0 ? _submits[submit].IsBeyondList ? Outcome.Untold : Outcome.Excluded
            : left.Any(static pair => !pair.Candidate.Trace.IsFinal) || IsHeldUp(submit) ? Outcome.Waiting
            : left.Any(static pair => pair.Fits) ? Outcome.Contested
            : left.Any(static pair => pair.HasItsPrompt) ? Outcome.SamePrompt
            : left.All(static pair => pair.Candidate.Trace.IsUnbilled) ? Outcome.Unbilled
            : Outcome.Untold;
        return new Decision(_submits[submit], outcome, null, rows);
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
