namespace Wan27.ModuleTests.Console;

/// <summary>A fact about something that Windows does not have; there it is reported as skipped, with the reason.</summary>
internal sealed class UnixFactAttribute : FactAttribute
{
    public UnixFactAttribute()
    {
        if (OperatingSystem.IsWindows())
        {
            Skip = "Windows cannot send Ctrl+C to one process alone.";
        }
    }
}
