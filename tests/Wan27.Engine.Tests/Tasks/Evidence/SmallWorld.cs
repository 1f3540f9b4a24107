using Wan27.Engine.Providers;
using Wan27.Engine.Routes;
using Wan27.Engine.Tasks.Evidence;

namespace Wan27.Engine.Tests.Tasks.Evidence;

/// <summary>
/// What is known of a small account, and every history that agrees with it, tried one after the other. It shares no rule with the solver: the
/// facts are compared here anew.
/// </summary>
internal sealed class SmallWorld
{
    private static readonly DateTimeOffset Begin = new(2026, 11, 25, 9, 0, 0, TimeSpan.Zero);
    private static readonly DateTimeOffset Now = Begin.AddSeconds(300);
    private static readonly TimeSpan Slack = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Late = TimeSpan.FromSeconds(60);

    private readonly Random _random;
    private readonly Clock _clock;
    private readonly bool _isHenSettled;

    public SmallWorld(int seed)
    {
        _random = new Random(seed);
        _clock = Pick([Clock.Firm, Clock.Firm, Clock.Alone, Clock.Unknown]);
        _isHenSettled = _random.Next(6) == 0;
        Submits = [.. Enumerable.Range(0, _random.Next(1, 4)).Select(Submit)];
        Tasks = [.. Enumerable.Range(0, _random.Next(1, 5)).Select(Task)];
        Decisions = EvidenceSolver.Solve(Submits, Tasks, candidate => _isHenSettled && candidate.Trace.Prompt == "hen", TimeSpan.FromHours(1), Now);
        var histories = Shifts().SelectMany(shift => Histories((submit, task) => MadeIt(submit, task, shift), isQuiet: true)).ToArray();
        IsQuiet = histories.Length > 0;
        Consistent = IsQuiet ? histories : [.. Histories(MayHaveMadeIt, isQuiet: false)];
    }

    private enum Clock
    {
        /// <summary>An own task confirms the clock that stamps tasks.</summary>
        Firm,

        /// <summary>The other two clocks agree; that of the stamps may be wrong.</summary>
        Alone,

        /// <summary>No two clocks agree.</summary>
        Unknown,
    }

    public IReadOnlyList<OpenSubmit> Submits { get; }

    public IReadOnlyList<Candidate> Tasks { get; }

    public IReadOnlyList<Decision> Decisions { get; }

    /// <summary>True when what is known can be explained without another program that submits the prompts of our jobs.</summary>
    public bool IsQuiet { get; }

    /// <summary>Who made each task, in every history that agrees with what is known: with nobody else who has our prompts where that is possible.</summary>
    public IReadOnlyList<IReadOnlyDictionary<Candidate, OpenSubmit>> Consistent { get; }

    /// <summary>Whether an answer without an id has named the request that made the task, and named it alone.</summary>
    public bool IsNamed(OpenSubmit submit, Candidate task)
        => Names(submit, task) && Submits.Count(other => Names(other, task)) == 1 && Tasks.Count(other => Names(submit, other)) == 1
            && (MadeIt(submit, task, TimeSpan.Zero) || (_clock == Clock.Alone && MadeIt(submit, task, (task.Trace.CreatedAt - submit.Left.At) ?? TimeSpan.Zero)));

    /// <summary>Whether the submit may have made the task, if everything that can be doubted is doubted.</summary>
    public bool MayHaveMadeIt(OpenSubmit submit, Candidate task)
    {
        var (trace, isKnown) = (task.Trace, task.Trace.Prompt is not null);
        var isBefore = _clock == Clock.Firm && trace.CreatedAt < submit.Left.At - Slack;
        var isAfter = _clock == Clock.Firm && trace.CreatedAt > submit.Left.At + Late + Slack;
        return isKnown ? trace.Prompt == submit.Prompt && !isBefore
            : !isBefore && !isAfter && !(task.FirstLook > submit.ClosedAtLook) && !(trace.IsFinal && trace.Seconds is { } told && told != submit.Expected.Seconds);
    }

    public override string ToString() => string.Join("\n", [
        string.Empty,
        $"clock: {_clock}, hen settled: {_isHenSettled}, {Consistent.Count} histories, {(IsQuiet ? "quiet" : "somebody else")}",
        .. Submits.Select(static submit => $"{submit.Id}: {submit.Identity}, left {submit.Left.At:T}, closed {submit.ClosedAtLook}, given up {submit.IsGivenUp}, request {submit.RequestId}"),
        .. Tasks.Select(static task => $"{task.Trace.TaskId}: {task.Trace.State}, '{task.Trace.Prompt}', {task.Trace.Seconds} s, {task.Trace.CreatedAt:T}, look {task.FirstLook}, request {task.Trace.SubmitRequestId}"),
        .. Decisions.Select(static decision => $"{decision.Submit.Id}: {decision.Outcome} {decision.TaskId}")]);

    private static bool Names(OpenSubmit submit, Candidate task) => submit.RequestId is { } id && id == task.Trace.SubmitRequestId;

    /// <summary>Whether the submit may have made the task, the stamps of tasks being ahead by so much.</summary>
    private static bool MadeIt(OpenSubmit submit, Candidate task, TimeSpan shift)
    {
        var trace = task.Trace;
        return (trace.Prompt is null || trace.Prompt == submit.Prompt)
            && (trace.Seconds is null || trace.Seconds == submit.Expected.Seconds)
            && !(task.FirstLook > submit.ClosedAtLook)
            && (trace.CreatedAt - shift is not { } made || submit.Left.At is not { } left || (made >= left - Slack && made <= left + Late + Slack));
    }

    /// <summary>How far the stamps may be ahead, as far as it makes a difference. No task was made in the time to come.</summary>
    private IEnumerable<TimeSpan> Shifts()
    {
        var stamps = Tasks.Select(static task => task.Trace.CreatedAt).OfType<DateTimeOffset>().ToArray();
        if (_clock != Clock.Alone || stamps.Length == 0)
        {
            return [TimeSpan.Zero];
        }

        var least = stamps.Max() - Now;
        var lefts = Submits.Select(static submit => submit.Left.At!.Value);
        return lefts.SelectMany(left => stamps.SelectMany(stamp => new[] { stamp - left + Slack, stamp - left - Late - Slack }))
            .Concat([least, TimeSpan.Zero]).Where(shift => shift >= least).Distinct();
    }

    private List<IReadOnlyDictionary<Candidate, OpenSubmit>> Histories(Func<OpenSubmit, Candidate, bool> mayHave, bool isQuiet)
    {
        var found = new List<IReadOnlyDictionary<Candidate, OpenSubmit>>();
        Go(0, []);
        return found;

        void Go(int next, Dictionary<Candidate, OpenSubmit> makers)
        {
            if (next == Tasks.Count)
            {
                found.Add(new Dictionary<Candidate, OpenSubmit>(makers));
                return;
            }

            var task = Tasks[next];
            var namer = Submits.FirstOrDefault(submit => IsNamed(submit, task));
            if (namer is null && !(isQuiet && (Submits.Any(submit => task.Trace.Prompt is { } prompt && prompt == submit.Prompt) || (_isHenSettled && task.Trace.Prompt == "hen"))))
            {
                Go(next + 1, makers);
            }

            foreach (var submit in Submits.Where(submit => !makers.ContainsValue(submit)))
            {
                var isFree = namer is null && !Tasks.Any(other => IsNamed(submit, other)) && mayHave(submit, task);
                if (isFree || submit == namer)
                {
                    makers[task] = submit;
                    Go(next + 1, makers);
                    makers.Remove(task);
                }
            }
        }
    }

    private OpenSubmit Submit(int number)
    {
        var (prompt, seconds, picture) = (Pick(["fox", "fox", "hen"]), Pick([5d, 5, 5, 10]), _random.Next(2));
        return new OpenSubmit
        {
            Id = $"s{number}",
            Name = $"job 's{number}'",
            Model = "wan2.7-i2v",
            Prompt = prompt,
            Expected = new ExpectedResult { Seconds = seconds },
            Identity = $"{prompt}|{seconds}|{picture}",
            RequestId = number == 0 && _random.Next(4) == 0 ? "r" : null,
            Left = _clock == Clock.Unknown ? Departure.Unknown : new Departure(Begin.AddSeconds(Pick([0d, 30, 100, 200])), Slack, Late, _clock == Clock.Firm),
            ClosedAtLook = _random.Next(4) == 0 ? null : 1,
            IsGivenUp = _random.Next(6) == 0,
        };
    }

    private Candidate Task(int number)
    {
        var state = Pick([WanTaskState.Completed, WanTaskState.Completed, WanTaskState.Completed, WanTaskState.Completed, WanTaskState.Polling, WanTaskState.Failed]);
        var isTold = state == WanTaskState.Completed && _random.Next(8) != 0;
        return new Candidate(
            new TaskTrace
            {
                TaskId = $"t{number}",
                Model = "wan2.7-i2v",
                State = state,
                SubmitRequestId = number == 1 && _random.Next(3) == 0 ? "r" : null,
                CreatedAt = _random.Next(10) == 0 ? null : Begin.AddSeconds(Pick([-100d, 0, 20, 40, 95, 150, 205, 240])),
                Prompt = isTold ? Pick(["fox", "fox", "hen", "owl"]) : null,
                Seconds = state == WanTaskState.Completed ? Pick([5d, 5, 5, 10]) : null,
            },
            Pick([0, 0, 0, 2]));
    }

    private T Pick<T>(T[] values) => values[_random.Next(values.Length)];
}
