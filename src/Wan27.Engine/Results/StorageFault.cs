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
            _ when IsFull(exception) => StorageErrors.DiskFull(path, kept, exception),
            PathTooLongException => StorageErrors.PathTooLong(path, exception),
            IOException { HResult: UnixTooLong } when !OperatingSystem.IsWindows() => StorageErrors.PathTooLong(path, exception),
            _ when ParentIsFile(path) is { } file
                => StorageErrors.NotAFolder(file, exception),
            DirectoryNotFoundException or FileNotFoundException
                => StorageErrors.FolderGone(path, kept, exception),
            _ when Directory.Exists(path)
                => StorageErrors.TargetIsFolder(path, exception),
            UnauthorizedAccessException => StorageErrors.AccessDenied(path, kept, exception),
            IOException { HResult: UnixPermission or UnixReadOnly } when !OperatingSystem.IsWindows() => StorageErrors.AccessDenied(path, kept, exception),
            IOException { HResult: WindowsWriteProtected } => StorageErrors.AccessDenied(path, kept, exception),
            _ when IsInUse(exception) => StorageErrors.InUse(path, exception),
            _ => StorageErrors.WriteFailed(path, exception.Message, kept, exception),
        };
    }

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
}
