using Wan27.Engine.Contract;
using Wan27.Engine.Profiles;

namespace Wan27.Engine.Stores;

/// <summary>The user's stores, in a file beside the profiles.</summary>
internal sealed class StoreBook
{
    private readonly string _path;
    private readonly SettingsFile<StoreFile> _file;

    /// <param name="folder">The folder of the user's settings.</param>
    public StoreBook(string folder)
    {
        _path = Path.Combine(folder, "stores.json");
        _file = new SettingsFile<StoreFile>(_path, StoreFileJson.Default.StoreFile, Checked, (why, inner) => Broken(why, inner), denied => StorageErrors.StoreFileUnwritable(_path, denied));
    }

    public static StoreBook ForUser() => new(WanHome.ConfigFolder);

    public StoreFile Read() => _file.Read();

    public StoreFile Update(Func<StoreFile, StoreFile> change) => _file.Update(change);

    private StoreFile Checked(StoreFile file) => file switch
    {
        { Schema: > StoreFile.CurrentSchema } => throw Broken($"it has schema {file.Schema}, written by a later version of the module; this one knows schema {StoreFile.CurrentSchema}", null, "Update the module."),
        { Schema: < StoreFile.CurrentSchema } => throw Broken($"it has schema {file.Schema}, which no version of the module wrote", null),
        { Stores: null } => file with { Stores = [] },
        _ when file.Stores.Any(static store => store?.Name is null || store.Bucket is null || store.Preset is null) => throw Broken("a store in it is not complete", null),
        _ => file,
    };

    private WanException Broken(string why, Exception? inner, string action = "Mend the file, or move it away and set the stores again.")
        => StorageErrors.StoreFileUnreadable(_path, why, action, inner);
}
