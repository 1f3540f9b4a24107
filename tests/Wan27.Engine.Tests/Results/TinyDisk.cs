using System.Diagnostics;

namespace Wan27.Engine.Tests.Results;

/// <summary>A very small file system, for tests that fill it.</summary>
internal sealed class TinyDisk : IDisposable
{
    public TinyDisk(string size)
    {
        Folder = Directory.CreateTempSubdirectory("wan27-tiny-").FullName;
        if (!TryMount(Folder, size))
        {
            throw new InvalidOperationException("The file system could not be mounted.");
        }
    }

    public string Folder { get; }

    public static bool TryMount(string folder, string size) => Run("mount", "-t", "tmpfs", "-o", $"size={size}", "tmpfs", folder);

    public static bool TryUnmount(string folder) => Run("umount", folder);

    public void Grow(string size)
    {
        if (!Run("mount", "-o", $"remount,size={size}", Folder))
        {
            throw new InvalidOperationException("The file system could not be enlarged.");
        }
    }

    public void MakeReadOnly()
    {
        if (!Run("mount", "-o", "remount,ro", Folder))
        {
            throw new InvalidOperationException("The file system could not be made read-only.");
        }
    }

    public void Dispose()
    {
        TryUnmount(Folder);
        Directory.Delete(Folder, recursive: true);
    }

    private static bool Run(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true, RedirectStandardOutput = true });
        if (process is null)
        {
            return false;
        }

        process.WaitForExit();
        return process.ExitCode == 0;
    }
}
