namespace Wan27.Engine.Tests.Tasks;

/// <summary>A test of file modes, which Windows does not have.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class UnixFactAttribute : FactAttribute
{
    public UnixFactAttribute() => Skip = OperatingSystem.IsWindows() ? "Windows has no file modes; a user's folder is private there." : null;
}
