namespace Wan27;

/// <summary>How long a budget lasts before it begins anew, by this machine's clock.</summary>
public enum WanBudgetPeriod : long
{
    /// <summary>From midnight to midnight.</summary>
    Day,

    /// <summary>From Monday to Sunday.</summary>
    Week,

    /// <summary>A month of the calendar.</summary>
    Month,

    /// <summary>It never begins anew.</summary>
    Total,
}
