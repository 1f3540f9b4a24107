using Wan27.Engine.Profiles;
using Wan27.Engine.Tasks;
using Wan27.Engine.Tasks.Journal;
using Wan27.Engine.Usage.Budgets;
using Wan27.Engine.Usage.Prices;

namespace Wan27.Engine;

/// <summary>The budgets that jobs of a profile must fit.</summary>
internal sealed class BudgetDesk(EngineHost host, Bundle bundle)
{
    private readonly Lazy<PriceBook?> _prices = new(() => bundle.Profile.PriceListPath is { } path
        ? PriceList.Read(path).Open(DateOnly.FromDateTime(host.Time.GetLocalNow().DateTime), bundle.Contract.Integer(PriceShelf.OldestDays))
        : null);

    /// <summary>The budgets of a job: that of its profile and that of its run.</summary>
    /// <param name="options">How it is submitted.</param>
    public IReadOnlyList<IBudget> Open(SubmitOptions options)
    {
        var profile = bundle.Profile;
        var budgets = new List<IBudget>();
        if (profile.BudgetLimit is { } own)
        {
            budgets.Add(Make(own, $"profile '{profile.Name}'", $"Set-WanProfile {profile.Name} -BudgetLimit", new LedgerFilter { Profiles = [profile.Name] }));
        }

        if (options.RunBudget is { } run)
        {
            budgets.Add(Make(run, BudgetForm.IsOwnRun(run) ? "this run" : $"run '{run.Run}'", "-BudgetLimit", new LedgerFilter { Run = run.Run }));
        }

        if (profile.BudgetLimit?.Amount is not null || options.RunBudget?.Amount is not null)
        {
            Warm();
        }

        return budgets;
    }

    /// <summary>The list is read before the journal is asked, which others wait for; what is wrong with it is said when a job is judged by it.</summary>
    private void Warm()
    {
        try
        {
            _ = _prices.Value;
        }
        catch (WanException)
        {
            // A job that its key hands out again needs no price.
        }
    }

    private Budget Make(WanBudget limit, string whose, string raise, LedgerFilter rows)
        => new(limit, whose, raise, rows, () => _prices.Value, bundle.Profile.Name, host.Time.LocalTimeZone);
}
