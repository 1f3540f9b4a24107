using Wan27.Engine.Contract;

namespace Wan27.Engine.Profiles;

/// <summary>The user's profiles, in a file of their own.</summary>
internal sealed class ProfileStore
{
    private readonly string _path;
    private readonly SettingsFile<ProfileFile> _file;

    /// <param name="folder">The folder of the user's settings.</param>
    public ProfileStore(string folder)
    {
        _path = Path.Combine(folder, "profiles.json");
        _file = new SettingsFile<ProfileFile>(_path, ProfileJson.Default.ProfileFile, Checked, Broken, denied => StorageErrors.ProfileFileUnwritable(_path, WanHome.Variable, denied));
        Prints = new KeyPrint(folder);
    }

    /// <summary>Compares keys of the profiles in this file.</summary>
    public KeyPrint Prints { get; }

    public static ProfileStore ForUser() => new(WanHome.ConfigFolder);

    public ProfileFile Read() => _file.Read();

    public ProfileFile Update(Func<ProfileFile, ProfileFile> change) => _file.Update(change);

    private ProfileFile Checked(ProfileFile file) => file switch
    {
        { Schema: > ProfileFile.CurrentSchema } => throw StorageErrors.ProfileFileUnreadableOfLaterVersion(_path, file.Schema, ProfileFile.CurrentSchema),
        { Schema: < ProfileFile.CurrentSchema } => throw Broken($"it has schema {file.Schema}, which no version of the module wrote", null),
        { Profiles: null } => file with { Profiles = [] },
        _ when file.Profiles.Any(static profile => profile?.Name is null || profile.Key is null) => throw Broken("a profile in it is not complete", null),
        _ => file,
    };

    private WanException Broken(string why, Exception? inner) => StorageErrors.ProfileFileUnreadable(_path, why, inner);
}
