namespace Wan27.ModuleTests.Console;

/// <summary>A theory about something that Windows does not have; there it is reported as skipped, with the reason.</summary>
internal sealed class UnixTheoryAttribute : TheoryAttribute
{
    public UnixTheoryAttribute()
    {
        if (OperatingSystem.IsWindows())
        {
            Skip = "Windows cannot send Ctrl+C to one process alone.";
        }
    }
}
