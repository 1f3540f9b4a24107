using System.Diagnostics;

namespace Wan27.Engine.Tests.Results;

/// <summary>
/// A real file system in a file, whose power can be cut: what its image holds at a moment is what a machine finds after it. It writes to
/// the image only what it is told to, because its own time for that is longer than any test.
/// </summary>
internal sealed class LoopDisk : IDisposable
{
    private const int Size = 16 * 1024 * 1024;

    private readonly string _root = Directory.CreateTempSubdirectory("wan27-loop-").FullName;
    private readonly List<string> _mounted = [];

    public LoopDisk()
    {
        var image = Image("disk");
        using (var file = File.Create(image))
        {
            file.SetLength(Size);
        }

        Folder = Run("mkfs.ext4", "-q", image) && Mount(image) is { } folder ? folder : throw new InvalidOperationException("The file system could not be mounted.");
    }

    public string Folder { get; }

    /// <summary>True where such a file system can be had.</summary>
    public static bool IsPossible()
    {
        try
        {
            using var disk = new LoopDisk();
            return true;
        }
        catch (InvalidOperationException)
        {
            return false;
        }
    }

    /// <summary>What the machine finds when it comes up again; the power goes now.</summary>
    public string CutPower()
    {
        var copy = Image($"copy{_mounted.Count}");
        File.Copy(Image("disk"), copy);
        return Mount(copy) ?? throw new InvalidOperationException("The file system is damaged.");
    }

    public void Dispose()
    {
        foreach (var folder in _mounted)
        {
            Run("umount", folder);
        }

        Directory.Delete(_root, recursive: true);
    }

    private static bool Run(string program, params string[] arguments)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true, RedirectStandardOutput = true })!;
            process.WaitForExit();
            return process.ExitCode == 0;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return false;
        }
    }

    private string Image(string name) => Path.Combine(_root, name + ".img");

    private string? Mount(string image)
    {
        var folder = Path.ChangeExtension(image, null);
        Directory.CreateDirectory(folder);
        if (!Run("mount", "-t", "ext4", "-o", "loop,commit=900", image, folder))
        {
            return null;
        }

        _mounted.Add(folder);
        return folder;
    }
}
