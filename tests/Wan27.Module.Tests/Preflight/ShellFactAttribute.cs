namespace Wan27.ModuleTests.Preflight;

/// <summary>A test with a program of its own making, written as a shell script.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class ShellFactAttribute : FactAttribute
{
    public ShellFactAttribute() => Skip = OperatingSystem.IsWindows() ? "Windows cannot run a shell script as a program." : null;
}
