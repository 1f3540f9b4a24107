using Wan27.Engine.Contract;
using Wan27.Engine.Profiles;

namespace Wan27.Engine.Tests.Profiles;

/// <summary>A profile file in a folder of its own, and keys in variables that no other test uses.</summary>
internal sealed class ProfileRig : IDisposable
{
    private readonly List<string> _variables = [];

    public string Folder { get; } = Directory.CreateTempSubdirectory("wan27-profiles-").FullName;

    public string FilePath => Path.Combine(Folder, "profiles.json");

    public ProfileCatalogue Catalogue => new(new ProfileStore(Folder), ContractData.Current);

    /// <summary>The source of a key that is in the environment now.</summary>
    public KeySource Variable(string? key)
    {
        var name = $"WAN27_TEST_{Guid.NewGuid():N}";
        _variables.Add(name);
        Environment.SetEnvironmentVariable(name, key);
        return new KeySource(KeySourceKind.Variable, name);
    }

    public StoredProfile Set(ProfileChange change) => Catalogue.Set(change).Profile;

    public void Dispose()
    {
        _variables.ForEach(static name => Environment.SetEnvironmentVariable(name, null));
        Directory.Delete(Folder, recursive: true);
    }
}
