using System.Management.Automation;
using System.Reflection;

namespace Wan27.Cmdlets.Views;

/// <summary>
/// In which style of <c>$PSStyle.Formatting</c> a text is shown, by the style's name, so that a user's own colours hold. None where colours
/// are not wanted; whether the host can show them is known to the view alone.
/// </summary>
internal static class ViewStyle
{
    public const string Good = "FormatAccent";
    public const string Doubtful = "Warning";
    public const string Bad = "Error";

    // The library that this assembly is compiled against is older than PSStyle, which is public in every engine that loads the module.
    private static readonly Func<string?> Rendering = FindRendering();

    public static string? Of(WanTaskState state) => state switch
    {
        WanTaskState.Failed or WanTaskState.Expired => Bad,
        WanTaskState.Indeterminate or WanTaskState.Canceled => Doubtful,
        WanTaskState.Completed or WanTaskState.Stored => Good,
        _ => null,
    };

    public static string? Of(WanCheckStatus status) => status switch
    {
        WanCheckStatus.Failed => Bad,
        WanCheckStatus.Warning => Doubtful,
        WanCheckStatus.Passed => Good,
        _ => null,
    };

    /// <summary>The style where it is wanted: <c>NO_COLOR</c>, <c>$PSStyle.OutputRendering</c> and redirection of the process are respected.</summary>
    public static string? Wanted(string? style)
        => style is null || !IsWanted(Rendering(), Environment.GetEnvironmentVariable("NO_COLOR"), Console.IsOutputRedirected) ? null : style;

    // The engine takes escape sequences out of what is redirected within PowerShell, and leaves them in when the whole process is redirected.
    public static bool IsWanted(string? rendering, string? noColor, bool redirected)
        => string.IsNullOrEmpty(noColor) && rendering switch
        {
            "Ansi" => true,
            "Host" => !redirected,
            _ => false,
        };

    private static Func<string?> FindRendering()
    {
        var type = typeof(PSObject).Assembly.GetType("System.Management.Automation.PSStyle");
        var style = type?.GetProperty("Instance", BindingFlags.Public | BindingFlags.Static)?.GetValue(null);
        var rendering = type?.GetProperty("OutputRendering");
        return () => style is null ? null : rendering?.GetValue(style)?.ToString();
    }
}
