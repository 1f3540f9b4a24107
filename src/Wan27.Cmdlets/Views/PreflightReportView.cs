using System.Management.Automation;

namespace Wan27.Cmdlets.Views;

/// <summary>What the views of <see cref="WanPreflightReport"/> show beside its properties, see <see cref="TaskView"/>.</summary>
public static class PreflightReportView
{
    /// <summary>The result in one word.</summary>
    /// <param name="instance">The report.</param>
    /// <returns><c>PASSED</c>, <c>REFUSED</c> for what the service would take and spoil, or <c>FAILED</c>.</returns>
    public static string ResultText(PSObject instance) => Of(instance) switch
    {
        { Passed: false } => "FAILED",
        { CanSubmit: false } => "REFUSED",
        _ => "PASSED",
    };

    /// <summary>The style of <see cref="ResultText"/>.</summary>
    /// <param name="instance">The report.</param>
    /// <returns>A member of <c>$PSStyle.Formatting</c>, or null.</returns>
    public static string? ResultStyle(PSObject instance) => ViewStyle.Wanted(Of(instance) switch
    {
        { Passed: false } => ViewStyle.Bad,
        { CanSubmit: false } => ViewStyle.Doubtful,
        _ => ViewStyle.Good,
    });

    /// <summary>The short name of the route.</summary>
    /// <param name="instance">The report.</param>
    /// <returns>The route's short form, such as <c>i2v</c>.</returns>
    public static string? RouteText(PSObject instance) => ViewText.Route(Of(instance).Route);

    /// <summary>How many checks failed.</summary>
    /// <param name="instance">The report.</param>
    /// <returns>Their number.</returns>
    public static int FailedCount(PSObject instance) => Of(instance).Failed.Count;

    /// <summary>How many checks ended with a warning.</summary>
    /// <param name="instance">The report.</param>
    /// <returns>Their number.</returns>
    public static int WarningCount(PSObject instance) => Of(instance).Warnings.Count;

    private static WanPreflightReport Of(PSObject instance) => (WanPreflightReport)instance.BaseObject;
}
