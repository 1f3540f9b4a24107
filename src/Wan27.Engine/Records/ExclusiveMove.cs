using System.Runtime.InteropServices;

namespace Wan27.Engine.Records;

/// <summary>
/// Gives a file a name that nobody has. Of several who want the same name, one gets it: the look and the move are one step of the system's.
/// </summary>
/// <remarks>
/// <see cref="File.Move(string, string, bool)"/> looks first on Unix and replaces then, so that of two that race the second one takes away
/// what the first has put there.
/// </remarks>
internal static class ExclusiveMove
{
    private const int CurrentFolder = -100;
    private const uint NoReplace = 1;
    private const uint Exclusive = 4;
    private const int Exists = 17;

    /// <exception cref="IOException">The name is taken, or the disk fails.</exception>
    public static void Move(string from, string to)
    {
        if (OperatingSystem.IsWindows())
        {
            File.Move(from, to, overwrite: false);
            return;
        }

        var error = Rename(from, to);
        if (error == Exists)
        {
            throw new IOException($"'{to}' exists already.");
        }

        if (error != 0)
        {
            MoveByLink(from, to);
        }
    }

    /// <summary>For file systems that cannot refuse in a rename: the second name is refused instead.</summary>
    private static void MoveByLink(string from, string to)
    {
        if (Link(from, to) == 0)
        {
            File.Delete(from);
        }
        else if (Marshal.GetLastPInvokeError() == Exists)
        {
            throw new IOException($"'{to}' exists already.");
        }
        else
        {
            // Without second names either, or for another reason, which this tells.
            File.Move(from, to, overwrite: false);
        }
    }

    private static int Rename(string from, string to)
    {
        try
        {
            var result = OperatingSystem.IsMacOS() ? RenameOnMac(from, to, Exclusive) : RenameOnLinux(CurrentFolder, from, CurrentFolder, to, NoReplace);
            return result == 0 ? 0 : Marshal.GetLastPInvokeError();
        }
        catch (EntryPointNotFoundException)
        {
            // Libraries older than the call.
            return -1;
        }
    }

    [DllImport("libc", EntryPoint = "renameat2", SetLastError = true, CharSet = CharSet.Ansi, BestFitMapping = false, ThrowOnUnmappableChar = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int RenameOnLinux(int fromFolder, [MarshalAs(UnmanagedType.LPUTF8Str)] string from, int toFolder, [MarshalAs(UnmanagedType.LPUTF8Str)] string to, uint flags);

    [DllImport("libc", EntryPoint = "renamex_np", SetLastError = true, CharSet = CharSet.Ansi, BestFitMapping = false, ThrowOnUnmappableChar = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int RenameOnMac([MarshalAs(UnmanagedType.LPUTF8Str)] string from, [MarshalAs(UnmanagedType.LPUTF8Str)] string to, uint flags);

    [DllImport("libc", EntryPoint = "link", SetLastError = true, CharSet = CharSet.Ansi, BestFitMapping = false, ThrowOnUnmappableChar = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Link([MarshalAs(UnmanagedType.LPUTF8Str)] string from, [MarshalAs(UnmanagedType.LPUTF8Str)] string to);
}
