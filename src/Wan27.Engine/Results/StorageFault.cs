using Wan27.Engine.Contract;

namespace Wan27.Engine.Results;

/// <summary>Turns what the file system says into an error that tells what to do.</summary>
internal static class StorageFault
{
    private const int UnixPermission = 1;
    private const int UnixTooLong = 36;
    private const int UnixNoSpace = 28;
    private const int UnixReadOnly = 30;
    private const int LinuxQuota = 122;
    private const int MacQuota = 69;
    private const int WindowsSharing = unchecked((int)0x80070020);
    private const int WindowsDiskFull = unchecked((int)0x80070070);
    private const int WindowsHandleDiskFull = unchecked((int)0x80070027);
    private const int WindowsWriteProtected = unchecked((int)0x80070013);

    public static bool IsStorage(Exception exception) => exception is IOException or UnauthorizedAccessException;

    /// <summary>The typed error for an exception of the file system.</summary>
    /// <param name="exception">What was thrown.</param>
    /// <param name="path">The file or folder concerned.</param>
    /// <param name="partKept">Whether bytes that are already here will be used by the next try.</param>
    public static WanException Explain(Exception exception, string path, bool partKept = false)
    {
        var kept = partKept ? " What has been downloaded is kept; the next try goes on from there." : string.Empty;
        return exception switch
        {
            _ when IsFull(exception) => Error("DiskFull", $"The disk is full: '{path}' cannot be written.{kept}", "Free some space or choose another -Destination.", exception),
            PathTooLongException => TooLong(path, exception),
            IOException { HResult: UnixTooLong } when !OperatingSystem.IsWindows() => TooLong(path, exception),
            _ when ParentIsFile(path) is { } file
                => NotAFolder(file, exception),
            DirectoryNotFoundException or FileNotFoundException
                => Error("FolderGone", $"The folder of '{path}' is gone.{kept}", "Restore the folder, or run again to have it created.", exception),
            _ when Directory.Exists(path)
                => Error("TargetIsFolder", $"'{path}' is a folder, so that no file of that name can be written.", "Use another -NameTemplate or -Destination.", exception),
            UnauthorizedAccessException => Denied(path, kept, exception),
            IOException { HResult: UnixPermission or UnixReadOnly } when !OperatingSystem.IsWindows() => Denied(path, kept, exception),
            IOException { HResult: WindowsWriteProtected } => Denied(path, kept, exception),
            _ when IsInUse(exception) => Error("InUse", $"'{path}' is in use by another download or program.", "Wait for the other one to end, then run again.", exception),
            _ => Error("WriteFailed", $"'{path}' could not be written: {exception.Message}{kept}", "Check the disk and the folder, then run again.", exception),
        };
    }

    public static WanException NotAFolder(string file, Exception? exception = null)
        => Error("NotAFolder", $"'{file}' is a file, so that nothing can be stored below it.", "Choose a folder for -Destination.", exception);

    private static bool IsFull(Exception exception)
        => exception is IOException && (OperatingSystem.IsWindows()
            ? exception.HResult is WindowsDiskFull or WindowsHandleDiskFull
            : exception.HResult == UnixNoSpace || exception.HResult == (OperatingSystem.IsMacOS() ? MacQuota : LinuxQuota));

    private static bool IsInUse(Exception exception)
        => exception is IOException && (OperatingSystem.IsWindows()
            ? exception.HResult == WindowsSharing
            // The runtime's advisory locks report EWOULDBLOCK, which is 11 on Linux and 35 on macOS.
            : exception.HResult == (OperatingSystem.IsMacOS() ? 35 : 11));

    private static string? ParentIsFile(string path)
    {
        for (var parent = Path.GetDirectoryName(path) ?? string.Empty; parent.Length > 0; parent = Path.GetDirectoryName(parent) ?? string.Empty)
        {
            if (File.Exists(parent))
            {
                return parent;
            }
        }

        return null;
    }

    private static WanException TooLong(string path, Exception exception)
        => Error("PathTooLong", $"The path '{path}' is longer than this system allows.", "Use a shorter -Destination or -NameTemplate.", exception);

    private static WanException Denied(string path, string kept, Exception exception)
        => Error("AccessDenied", $"No permission to write '{path}'.{kept}", "Grant write access to the folder or choose another -Destination.", exception);

    private static WanException Error(string code, string message, string action, Exception? exception)
        => ErrorFactory.Local(WanBoundary.Storage, code, message, action, WanRetry.Once, exception);
}
