using System.Collections;
using System.Globalization;
using System.Management.Automation;
using Wan27.Cmdlets.Async;
using Wan27.Cmdlets.Binding;
using Wan27.Cmdlets.Output;
using Wan27.Engine.Contract;
using Wan27.Engine.Records;

namespace Wan27.Cmdlets.Commands;

/// <summary>What a run may be billed, and the end of its submits once a job would pass that or the profile's own budget.</summary>
internal sealed class RunLimit
{
    private readonly WanBudgetPolicy _policy;
    private volatile bool _hasEnded;
    private int _passedOver;

    private RunLimit(WanBudget? budget, WanBudgetPolicy policy) => (Budget, _policy) = (budget, policy);

    /// <summary>The budget of the run; null where only the profile's holds.</summary>
    public WanBudget? Budget { get; }

    /// <summary>True when nothing more is to be submitted.</summary>
    public bool HasEnded => _hasEnded;

    /// <summary>Begin: a budget that cannot be read ends the command.</summary>
    public static RunLimit Of(PSCmdlet cmdlet, Hashtable? given, WanBudgetPolicy policy)
    {
        try
        {
            return new RunLimit(given is null ? null : EngineSource.Engine.ReadRunBudget(TableCells.Texts(given)), policy);
        }
        catch (WanException refused)
        {
            cmdlet.ThrowTerminatingError(ErrorRecords.From(refused, null, "-BudgetLimit"));
            throw;
        }
    }

    /// <summary>A record that is not submitted because the run has ended.</summary>
    public void PassOver() => Interlocked.Increment(ref _passedOver);

    /// <summary>Sends a record, unless the run has ended meanwhile; ends it where a budget says so.</summary>
    /// <param name="isHeld">True for a job that is handed out, which costs nothing.</param>
    /// <param name="send">Sends it.</param>
    public async Task<T> Guard<T>(bool isHeld, Func<Task<T>> send)
    {
        if (_hasEnded && !isHeld)
        {
            PassOver();
            throw new PassedOverException();
        }

        try
        {
            return await send().ConfigureAwait(false);
        }
        catch (WanException refused) when (refused.Error.ErrorId is ErrorIds.BudgetReached or ErrorIds.BudgetUnjudged)
        {
            _hasEnded |= _policy == WanBudgetPolicy.Stop;
            throw;
        }
    }

    /// <summary>Says what was not submitted.</summary>
    public void Tell(Action<string> warn)
    {
        if (_passedOver > 0)
        {
            warn($"{Counted.Of(_passedOver, "further job")} {(_passedOver == 1 ? "was" : "were")} not submitted, because a budget ended the run; -BudgetPolicy Skip goes on with those that still fit.");
        }
    }
}
