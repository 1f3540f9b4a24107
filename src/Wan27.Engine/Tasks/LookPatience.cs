using Wan27.Engine.Contract;

namespace Wan27.Engine.Tasks;

/// <summary>How long looks that fail are borne: passing faults for ever, refusals that no patience mends only a few times in a row.</summary>
internal sealed class LookPatience(ContractView contract)
{
    private const int RefusalsInARow = 3;

    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(60);

    private int _refusals;
    private int _misses;

    /// <summary>What to wait for beside the usual pause.</summary>
    public TimeSpan Pause { get; private set; }

    public void Answered() => (_refusals, _misses, Pause) = (0, 0, TimeSpan.Zero);

    /// <summary>True when it may be looked again.</summary>
    public bool Bears(WanException failed)
    {
        // What was settled, or cannot be, is no failure of a look.
        if (failed.Error.Boundary == WanBoundary.Async || failed.Error.Boundary == WanBoundary.Storage)
        {
            return false;
        }

        if (failed.Error.Retry == WanRetry.Never && ++_refusals >= RefusalsInARow)
        {
            return false;
        }

        var pause = contract.Seconds("retry.delay.first.seconds") * Math.Pow(2, Math.Min(_misses++, 10));
        Pause = pause < Longest ? pause : Longest;
        return true;
    }
}
