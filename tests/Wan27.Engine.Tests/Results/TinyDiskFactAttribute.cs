namespace Wan27.Engine.Tests.Results;

/// <summary>A test that needs a small file system of its own, which only root on Linux can mount.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class TinyDiskFactAttribute : FactAttribute
{
    private static readonly Lazy<string?> Reason = new(Find);

    public TinyDiskFactAttribute() => Skip = Reason.Value;

    private static string? Find()
    {
        if (!OperatingSystem.IsLinux() || !Environment.IsPrivilegedProcess)
        {
            return "A full disk is shown on a small tmpfs, which only root on Linux can mount.";
        }

        var folder = Directory.CreateTempSubdirectory("wan27-probe-").FullName;
        try
        {
            return TinyDisk.TryMount(folder, "64k") && TinyDisk.TryUnmount(folder) ? null : "This system does not let root mount a tmpfs.";
        }
        finally
        {
            Directory.Delete(folder);
        }
    }
}
