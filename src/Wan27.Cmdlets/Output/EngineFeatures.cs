using System.Management.Automation;

namespace Wan27.Cmdlets.Output;

/// <summary>In what the PowerShell that runs this differs from newer ones.</summary>
internal static class EngineFeatures
{
    /// <summary>From here on the short view of an error ends with what to do.</summary>
    private static readonly Version Recommending = new(7, 5);

    /// <summary>The version of the running engine; major and minor part only are those of <c>$PSVersionTable.PSVersion</c>.</summary>
    public static Version Current { get; } = typeof(PSObject).Assembly.GetName().Version ?? Recommending;

    /// <summary>True where people see <see cref="ErrorDetails.RecommendedAction"/> without asking for it.</summary>
    public static bool ShowsRecommendedAction(Version engine) => engine >= Recommending;
}
