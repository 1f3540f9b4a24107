using System.Text.Json;
using Wan27.Engine.Contract;
using Wan27.Engine.Profiles;

namespace Wan27.Engine.Stores;

/// <summary>The user's stores: one readable JSON file beside the profiles, for the owner only, replaced atomically.</summary>
internal sealed class StoreBook(string folder)
{
    private readonly string _path = Path.Combine(folder, "stores.json");

    public static StoreBook ForUser() => new(WanHome.ConfigFolder);

    public StoreFile Read()
    {
        try
        {
            using var stream = new FileStream(_path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            var file = JsonSerializer.Deserialize(stream, StoreFileJson.Default.StoreFile) ?? new StoreFile();
            return file switch
            {
                { Schema: > StoreFile.CurrentSchema } => throw Broken($"it has schema {file.Schema}, written by a later version of the module; this one knows schema {StoreFile.CurrentSchema}", null, "Update the module."),
                { Schema: < StoreFile.CurrentSchema } => throw Broken($"it has schema {file.Schema}, which no version of the module wrote", null),
                { Stores: null } => file with { Stores = [] },
                _ when file.Stores.Any(static store => store?.Name is null || store.Bucket is null || store.Preset is null) => throw Broken("a store in it is not complete", null),
                _ => file,
            };
        }
        catch (Exception gone) when (gone is FileNotFoundException or DirectoryNotFoundException)
        {
            return new StoreFile();
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
    public void Update(Func<StoreFile, StoreFile> change)
    {
        try
        {
            OwnerOnly.CreateFolder(folder);
            using var held = FileLock.Acquire(_path + ".lock", TimeSpan.FromSeconds(10));
            OwnerOnly.Replace(_path, JsonSerializer.SerializeToUtf8Bytes(change(Read()), StoreFileJson.Default.StoreFile));
        }
        catch (Exception denied) when (denied is UnauthorizedAccessException or IOException)
        {
            throw StorageErrors.StoreFileUnwritable(_path, denied);
        }
    }

    private WanException Broken(string why, Exception? inner, string action = "Mend the file, or move it away and set the stores again.")
        => StorageErrors.StoreFileUnreadable(_path, why, action, inner);
}
