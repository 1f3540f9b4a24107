using Wan27.Engine.Tasks.Journal;

namespace Wan27.Engine.Tasks;

/// <summary>The folder that holds the user's own state. What is created in it is readable by its owner only.</summary>
internal static class PrivateFolder
{
    private const UnixFileMode OwnerFolder = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
    private const UnixFileMode OwnerFile = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <summary>Creates the folder if need be.</summary>
    public static void Create(string folder)
    {
        try
        {
            if (OperatingSystem.IsWindows())
            {
                Directory.CreateDirectory(folder);
            }
            else
            {
                Directory.CreateDirectory(folder, OwnerFolder);
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw Refuse(folder, exception);
        }
    }

    /// <summary>Creates an empty file if there is none, before a library does so with wider rights.</summary>
    public static void CreateFile(string path)
    {
        try
        {
            if (File.Exists(path))
            {
                return;
            }

            var options = new FileStreamOptions { Mode = FileMode.OpenOrCreate, Access = FileAccess.Write, Share = FileShare.ReadWrite | FileShare.Delete };
            if (!OperatingSystem.IsWindows())
            {
                options.UnixCreateMode = OwnerFile;
            }

            using var file = new FileStream(path, options);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw Refuse(path, exception);
        }
    }

    private static WanException Refuse(string path, Exception exception)
        => JournalFault.CannotCreate(path, exception);
}
