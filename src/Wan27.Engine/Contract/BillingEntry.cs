namespace Wan27.Engine.Contract;

/// <summary>What a job of a route is billed by, as its provider says it (contract section 10).</summary>
/// <param name="Route">One of <see cref="WanRoutes"/>.</param>
/// <param name="Source">Where that is written.</param>
/// <param name="Unit"><c>picture</c> or <c>second</c>; null where not even that is said.</param>
/// <param name="Counts"><c>output</c>, <c>input+output</c>, or null where it is not said what is counted.</param>
/// <param name="InputCap">Name of the limit on how much of the input is counted; null where all of it is.</param>
/// <param name="IsCapStated">False where it is not said whether that limit holds.</param>
/// <param name="FailuresFree">True where it is said that a job without a result costs nothing.</param>
/// <param name="Note">What else is to be known.</param>
internal sealed record BillingEntry(
    string Route, string Source, string? Unit = null, string? Counts = null, string? InputCap = null, bool IsCapStated = true, bool FailuresFree = false, string? Note = null)
{
    /// <summary>Stands for a unit that is not known.</summary>
    public const string UnknownUnit = "unknown";

    /// <summary>True where the seconds of the input are billed.</summary>
    public bool CountsInput => Counts == "input+output";
}
