using Wan27.Cmdlets.Binding;
using Wan27.Emulator;
using Wan27.Engine.Contract;
using Wan27.Engine.Profiles;

namespace Wan27.Cmdlets.Commands;

/// <summary>The profiles of the wrapper providers that an emulator plays, such as 'emulator-fal': each lives as long as the emulator that it points to.</summary>
internal sealed class WrapperProfiles
{
    private readonly Dictionary<string, StoredProfile?> _before = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Names of the wrapper providers that can be played here.</summary>
    public static IEnumerable<ProviderEntry> Playable => ContractData.Current.Providers.Where(static provider => provider.IsWrapper);

    /// <summary>The name of a provider's profile.</summary>
    public static string NameOf(string provider) => $"{EmulatorProfile.Name}-{provider.ToLowerInvariant()}";

    /// <summary>Makes the profiles, and tells their names and addresses.</summary>
    public IReadOnlyDictionary<string, string> PointTo(EmulatorServer server, IEnumerable<string> providers, double taskSeconds)
    {
        var catalogue = EngineSource.Engine.Profiles;
        var made = new Dictionary<string, string>();
        foreach (var provider in providers)
        {
            var played = server.Providers.First(entry => entry.Name.Equals(provider, StringComparison.OrdinalIgnoreCase));
            var name = NameOf(provider);

            // A profile with a session's key is what an emulator that was never stopped has left behind.
            _before[name] = catalogue.TryFind(name) is { Key.Kind: not KeySourceKind.Session } own ? own : null;
            catalogue.Set(new ProfileChange
            {
                Name = name,
                Provider = provider,
                Endpoint = played.Url,
                Key = new KeySource(KeySourceKind.Session),
                Limit = EmulatorProfile.PollLimits(taskSeconds),
                Models = new Dictionary<string, string>(),
                Proxy = string.Empty,
                LogPath = string.Empty,
            });
            KeyReader.Remember(name, played.ApiKey);
            made[name] = played.Url;
        }

        return made;
    }

    /// <summary>Gives back what the user had, where a profile is still as it was made for this emulator.</summary>
    public void TakeBack(WanEmulatorInfo info)
    {
        var catalogue = EngineSource.Engine.Profiles;
        foreach (var (name, before) in _before.Where(entry => catalogue.TryFind(entry.Key)?.Endpoint?.StartsWith(info.Url + "/", StringComparison.OrdinalIgnoreCase) == true))
        {
            catalogue.Remove(name);
            if (before is not null)
            {
                catalogue.PutBack(before);
            }
        }
    }
}
