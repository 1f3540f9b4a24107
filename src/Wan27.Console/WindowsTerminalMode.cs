using System.Runtime.InteropServices;

namespace Wan27.Console;

/// <summary>Asks the classic Windows console to understand escape sequences, which it does not do by itself.</summary>
internal static partial class WindowsTerminalMode
{
    public const int StandardOutput = -11;
    public const int StandardError = -12;

    private const uint EnableVirtualTerminalProcessing = 0x0004;

    /// <summary>Returns whether the console behind the handle understands escape sequences from now on.</summary>
    public static bool EnableEscapes(int standardHandle)
    {
        IntPtr handle = GetStdHandle(standardHandle);
        return GetConsoleMode(handle, out uint mode)
            && ((mode & EnableVirtualTerminalProcessing) != 0 || SetConsoleMode(handle, mode | EnableVirtualTerminalProcessing));
    }

    [LibraryImport("kernel32.dll")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    private static partial IntPtr GetStdHandle(int standardHandle);

    [LibraryImport("kernel32.dll")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    [return: MarshalAs(UnmanagedType.Bool)]
    private static partial bool GetConsoleMode(IntPtr handle, out uint mode);

    [LibraryImport("kernel32.dll")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    [return: MarshalAs(UnmanagedType.Bool)]
    private static partial bool SetConsoleMode(IntPtr handle, uint mode);
}
