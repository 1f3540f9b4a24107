namespace Wan27.Emulator;

/// <summary>The faults a test has scripted. Rules are asked in the order of their addition; the first that is due is applied.</summary>
public sealed class FaultPlan
{
    private readonly object _gate = new();
    private readonly List<ArmedFault> _rules = [];

    /// <summary>Adds a rule; it counts requests from now on.</summary>
    /// <param name="rule">What shall go wrong, and when.</param>
    /// <returns>This plan, for chaining.</returns>
    public FaultPlan Add(FaultRule rule)
    {
        ArgumentNullException.ThrowIfNull(rule);
        lock (_gate)
        {
            _rules.Add(new(rule));
        }

        return this;
    }

    /// <summary>Removes all rules.</summary>
    public void Clear()
    {
        lock (_gate)
        {
            _rules.Clear();
        }
    }

    /// <summary>The fault for a request whose head has arrived.</summary>
    internal FaultRule? TakeAtHead(FaultSubject subject) => Take(subject, static kind => kind == FaultKind.DropBeforeBody);

    /// <summary>The fault for a request whose body is known.</summary>
    internal FaultRule? Take(FaultSubject subject) => Take(subject, static kind => kind != FaultKind.DropBeforeBody);

    private FaultRule? Take(FaultSubject subject, Func<FaultKind, bool> stage)
    {
        lock (_gate)
        {
            FaultRule? taken = null;
            foreach (var armed in _rules)
            {
                // Every rule counts every request that fits, even one that another rule takes.
                if (stage(armed.Rule.Kind) && armed.Rule.Fits(subject) && armed.IsDue(alreadyTaken: taken is not null))
                {
                    taken = armed.Rule;
                }
            }

            return taken;
        }
    }

    private sealed class ArmedFault(FaultRule rule)
    {
        private readonly Random _chance = new(rule.Seed);
        private int _seen;
        private int _applied;

        public FaultRule Rule { get; } = rule;

        public bool IsDue(bool alreadyTaken)
        {
            _seen++;
            var due = (Rule.Nth is not { } nth || _seen == nth)
                && (Rule.Every is not { } every || _seen % every == 0)
                && (Rule.Probability is not { } chance || _chance.NextDouble() < chance)
                && (Rule.Count is not { } count || _applied < count)
                && !alreadyTaken;
            _applied += due ? 1 : 0;
            return due;
        }
    }
}
