using Wan27.Engine.Contract;
using Wan27.Engine.Routes;

namespace Wan27.Engine.Tasks;

/// <summary>When to look at a task next: soon at first, then at its route's pace, and never faster than the account's query budget allows.</summary>
internal sealed class PollPlan
{
    private readonly TimeSpan _steady;
    private readonly double _growth;
    private readonly double _jitter;
    private TimeSpan _next;

    public PollPlan(ContractView contract, string? route, TimeSpan? fixedInterval)
    {
        var group = (RouteCatalogue.Find(route) ?? RouteCatalogue.Typical).PollGroup;
        _steady = fixedInterval ?? contract.Seconds($"{group}.seconds");
        _next = fixedInterval ?? contract.Seconds($"{group}.first.seconds");
        _growth = contract.Number("poll.growth");
        _jitter = contract.Number("poll.jitter");
    }

    /// <summary>From one look to the next, as last planned, without the scatter.</summary>
    public TimeSpan Pace { get; private set; }

    /// <param name="load">How long one look at every waited task of the account takes within its query budget.</param>
    /// <param name="random">0 to 1.</param>
    public TimeSpan Next(TimeSpan load, double random)
    {
        var due = _next;
        _next = Shorter(_steady, _next * _growth);
        Pace = due > load ? due : load;
        return Pace * (1 + (_jitter * ((2 * random) - 1)));
    }

    private static TimeSpan Shorter(TimeSpan left, TimeSpan right) => left < right ? left : right;
}
