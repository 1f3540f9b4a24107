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
            return file switch
            {
                { Schema: > ProfileFile.CurrentSchema } => throw StorageErrors.ProfileFileUnreadableOfLaterVersion(_path, file.Schema, ProfileFile.CurrentSchema),
                { Schema: < ProfileFile.CurrentSchema } => throw Broken($"it has schema {file.Schema}, which no version of the module wrote", null),
                { Profiles: null } => file with { Profiles = [] },
                _ when file.Profiles.Any(static profile => profile?.Name is null || profile.Key is null) => throw Broken("a profile in it is not complete", null),
                _ => file,
            };
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
            var target = Target();
            using var held = FileLock.Acquire(target + ".lock", TimeSpan.FromSeconds(10));
            var changed = change(Read());
            OwnerOnly.Replace(target, JsonSerializer.SerializeToUtf8Bytes(changed, ProfileJson.Default.ProfileFile));
            return changed;
        }
        catch (Exception denied) when (denied is UnauthorizedAccessException or IOException)
        {
            throw StorageErrors.ProfileFileUnwritable(_path, WanHome.Variable, denied);
        }
    }

    /// <summary>The file itself where a link leads to it: a rename onto the link would put a second file in its place.</summary>
    private string Target()
        => new FileInfo(_path).LinkTarget is null ? _path : File.ResolveLinkTarget(_path, returnFinalTarget: true)?.FullName ?? _path;

    private WanException Broken(string why, Exception? inner) => StorageErrors.ProfileFileUnreadable(_path, why, inner);
}
