namespace Wan27.Engine.Tests.Results;

/// <summary>Tests that need a file system whose power can be cut, which only root on Linux can mount.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class LoopDiskTheoryAttribute : TheoryAttribute
{
    private static readonly Lazy<string?> Reason = new(static () => OperatingSystem.IsLinux() && Environment.IsPrivilegedProcess && LoopDisk.IsPossible()
        ? null
        : "A power cut is shown on an ext4 in a file, which only root on Linux can mount.");

    public LoopDiskTheoryAttribute() => Skip = Reason.Value;
}
