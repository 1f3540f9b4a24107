using Wan27.Engine.Providers;
using Wan27.Engine.Routes;
using Wan27.Engine.Tasks.Evidence;

namespace Wan27.Engine.Tests.Tasks.Evidence;

/// <summary>An account of which the truth is known: jobs whose submits were cut off, what became of them, and what others submitted meanwhile.</summary>
internal sealed class RandomWorld
{
    private static readonly TimeSpan Slack = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Late = TimeSpan.FromSeconds(60);
    private static readonly DateTimeOffset Begin = new(2026, 11, 25, 9, 0, 0, TimeSpan.Zero);

    private readonly Random _random;
    private readonly List<string> _settled = [];
    private readonly List<(DateTimeOffset Left, DateTimeOffset Stamp)> _anchors = [];
    private readonly TimeSpan _localError;
    private readonly TimeSpan _dateError;
    private readonly TimeSpan _stampError;
    private readonly Func<string, string> _echo;

    /// <param name="seed">Makes it again.</param>
    /// <param name="calm">True for distinct prompts, ended tasks, and nobody else who submits them.</param>
    public RandomWorld(int seed, bool calm = false)
    {
        _random = new Random(seed);
        IsCalm = calm;

        // One clock at most is wrong: no evidence helps where two are wrong alike.
        var error = TimeSpan.FromMinutes(Pick([30d, 45, 60, 300]) * Pick([1d, -1]));
        (_localError, _dateError, _stampError) = _random.Next(6) switch
        {
            0 => (error, TimeSpan.Zero, TimeSpan.Zero),
            1 => (TimeSpan.Zero, error, TimeSpan.Zero),
            2 => (TimeSpan.Zero, TimeSpan.Zero, error),
            _ => default,
        };
        _echo = Pick<Func<string, string>>([static text => text, static text => text.Trim(), static text => text.Replace("\r\n", "\n", StringComparison.Ordinal), static text => text.Trim().Replace("\r\n", "\n", StringComparison.Ordinal)]);
        var jobs = Jobs();
        Strangers();
        if (!calm && _settled.Count > 0 && _random.Next(4) == 0)
        {
            Twins(jobs);
        }

        Submits = [.. jobs.Where(static job => job.IsOpen).Select(Open)];
        Decisions = EvidenceSolver.Solve(Submits, Candidates, candidate => _settled.Exists(prompt => PromptComparison.Compare(prompt, candidate.Trace.Prompt ?? string.Empty, null).IsSame), TimeSpan.FromHours(1), Begin.AddHours(1));
    }

    public bool IsCalm { get; }

    /// <summary>True when the clock that stamps tasks is wrong and no own task shows it: the other two agree, and are believed as far as that nothing is proven.</summary>
    public bool IsMisled => _stampError != default && _anchors.Count == 0;

    public IReadOnlyList<OpenSubmit> Submits { get; }

    public List<Candidate> Candidates { get; } = [];

    /// <summary>Which submit truly made a task; null for a stranger's.</summary>
    public Dictionary<string, string?> MakerOf { get; } = [];

    public IReadOnlyList<Decision> Decisions { get; }

    public string IdentityOf(string submit) => Submits.Single(open => open.Id == submit).Identity;

    public override string ToString() => string.Join("\n", [
        string.Empty,
        $"settled: {string.Join(" | ", _settled)}",
        .. Submits.Select(static submit => $"{submit.Id}: {submit.Identity}, {submit.Left}"),
        .. Candidates.Select(candidate => $"{candidate.Trace.TaskId} of {MakerOf[candidate.Trace.TaskId]}: {candidate.Trace.State}, '{candidate.Trace.Prompt}', {candidate.Trace.Seconds} s, {candidate.Trace.Tier}, {candidate.Trace.CreatedAt:T}"),
        .. Decisions.Select(static decision => $"{decision.Submit.Id}: {decision.Outcome} {decision.TaskId}")]);

    private List<Job> Jobs()
    {
        var jobs = new List<Job>();
        var prompts = IsCalm ? 100 : _random.Next(1, 6);
        for (var number = 0; number < _random.Next(1, 9); number++)
        {
            var prompt = Pick(["fox {0}", " fox {0}", "fox\r\n{0} ", "FOX {0}"]);
            var job = new Job($"job{number}", prompt.Replace("{0}", $"{(IsCalm ? number : _random.Next(prompts))}", StringComparison.Ordinal), _random.Next(3), Pick([5d, 5, 10]), Pick(["720P", "720P", "1080P"]), Begin.AddSeconds(number * Pick([0.2, 5, 60])), _random.Next(3) != 0);
            jobs.Add(job);
            if (!job.IsOpen)
            {
                _settled.Add(job.Prompt);
                _anchors.Add((job.Left + _localError, job.Left.AddSeconds(_random.NextDouble() * 2) + _stampError));
            }
            else if (_random.Next(3) != 0)
            {
                Make(job, job.Name, job.Left.AddSeconds(_random.NextDouble() * Pick([2d, 2, 50])), null);
            }
        }

        return jobs;
    }

    private void Strangers()
    {
        for (var number = 0; number < _random.Next(6); number++)
        {
            Make(new Job("other", $"other {number}", 0, 5, "720P", default, false), null, Begin.AddMinutes(_random.Next(-300, 60)), null);
        }
    }

    /// <summary>Another program that goes through the same list of jobs at the same time.</summary>
    private void Twins(List<Job> jobs)
    {
        foreach (var job in jobs)
        {
            Make(job, null, job.Left.AddSeconds(_random.Next(-30, 30)), WanTaskState.Completed);
        }
    }

    private void Make(Job job, string? maker, DateTimeOffset at, WanTaskState? asked)
    {
        var state = asked ?? (IsCalm ? WanTaskState.Completed : Pick([WanTaskState.Completed, WanTaskState.Completed, WanTaskState.Completed, WanTaskState.Polling, WanTaskState.Failed]));
        var id = $"task{MakerOf.Count}";
        MakerOf[id] = maker;
        Candidates.Add(new Candidate(new TaskTrace
        {
            TaskId = id,
            Model = "wan2.7-i2v",
            State = state,
            CreatedAt = at + _stampError,
            Prompt = state == WanTaskState.Completed ? _echo(job.Prompt) : null,
            Seconds = state == WanTaskState.Completed ? job.Seconds : null,
            Tier = state == WanTaskState.Completed ? job.Tier : null,
        }));
    }

    private OpenSubmit Open(Job job) => new()
    {
        Id = job.Name,
        Name = job.Name,
        Model = "wan2.7-i2v",
        Prompt = job.Prompt,
        Expected = new ExpectedResult { Seconds = job.Seconds, Tier = job.Tier, PromptLimit = 5000 },
        Identity = $"{job.Prompt}|{job.Picture}|{job.Seconds}|{job.Tier}",
        Left = Departure.Of(job.Left + _localError, _dateError - _localError, _anchors, Slack, Late),
        ClosedAtLook = 0,
    };

    private T Pick<T>(T[] values) => values[_random.Next(values.Length)];

    private sealed record Job(string Name, string Prompt, int Picture, double Seconds, string Tier, DateTimeOffset Left, bool IsOpen);
}
