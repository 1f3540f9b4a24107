using System.Text.Json;
using Wan27.Engine.Contract;

namespace Wan27.Engine.Profiles;

/// <summary>The user's profiles: one readable JSON file, for the owner only, replaced atomically.</summary>
internal sealed class ProfileStore(string folder)
{
    private readonly string _path = Path.Combine(folder, "profiles.json");

    /// <summary>Compares keys of the profiles in this file.</summary>
    public KeyPrint Prints { get; } = new(folder);

    public static ProfileStore ForUser() => new(WanHome.ConfigFolder);

    public ProfileFile Read()
    {
        try
        {
            using var stream = new FileStream(_path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            var file = JsonSerializer.Deserialize(stream, ProfileJson.Default.ProfileFile) ?? new ProfileFile();
            return file.Schema == 1
                ? file
                : throw Broken($"it has schema {file.Schema}, which this version of the module does not know", null);
        }
        catch (Exception gone) when (gone is FileNotFoundException or DirectoryNotFoundException)
        {
            return new ProfileFile();
        }
        catch (JsonException broken)
        {
            throw Broken($"line {broken.LineNumber + 1} is not valid", broken);
        }
        catch (Exception denied) when (denied is UnauthorizedAccessException or IOException)
        {
            throw Broken("access is denied or the drive is gone", denied);
        }
    }

    /// <summary>Changes the file under a lock that all processes of the user respect.</summary>
    public ProfileFile Update(Func<ProfileFile, ProfileFile> change)
    {
        try
        {
            OwnerOnly.CreateFolder(folder);
            using var held = FileLock.Acquire(_path + ".lock", TimeSpan.FromSeconds(10));
            var changed = change(Read());
            OwnerOnly.Replace(_path, JsonSerializer.SerializeToUtf8Bytes(changed, ProfileJson.Default.ProfileFile));
            return changed;
        }
        catch (Exception denied) when (denied is UnauthorizedAccessException or IOException)
        {
            throw ErrorFactory.Local(WanBoundary.Storage, "ProfileFileUnwritable", $"The profile file '{_path}' cannot be written.",
                $"Check the rights of the folder, or set {WanHome.Variable} to another one.", inner: denied);
        }
    }

    private WanException Broken(string why, Exception? inner)
        => ErrorFactory.Local(WanBoundary.Storage, "ProfileFileUnreadable", $"The profile file '{_path}' cannot be read: {why}.",
            "Mend the file, or move it away and set the profiles again.", inner: inner);
}
