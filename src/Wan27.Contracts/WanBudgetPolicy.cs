namespace Wan27;

/// <summary>What becomes of the rest of a batch when a job would pass a budget.</summary>
public enum WanBudgetPolicy : long
{
    /// <summary>Nothing more is submitted; what is under way is waited for and stored all the same.</summary>
    Stop,

    /// <summary>Jobs that still fit are submitted.</summary>
    Skip,
}
