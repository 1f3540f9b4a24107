using System.Text.RegularExpressions;
using Wan27.Engine.Contract;

namespace Wan27.Engine.Profiles;

/// <summary>Finds, changes and removes profiles.</summary>
internal sealed partial class ProfileCatalogue(ProfileStore store, ContractData contract)
{
    public static ProfileCatalogue ForUser() => new(ProfileStore.ForUser(), ContractData.Current);

    /// <summary>The named profile, or the default one. Without any it says which line to run: nothing is chosen in secret.</summary>
    public StoredProfile Find(string? name)
    {
        var file = store.Read();
        if (name is not null)
        {
            // What looks like a key is not echoed, wherever it was typed.
            ProfileChange.RefuseKeyAsName(name);
            return Pick(file, name) ?? throw (file.Profiles.Count == 0
                ? RegionErrors.ProfileUnknown(name, SetLine(name))
                : RegionErrors.ProfileUnknownAmongOthers(name, string.Join(", ", file.Profiles.Select(static profile => profile.Name)), SetLine(name)));
        }

        return (file.Default is null ? null : Pick(file, file.Default)) ?? throw (file.Profiles.Count == 0
            ? RegionErrors.NoProfile(SetLine("main"))
            : RegionErrors.NoProfileOfDefault(file.Profiles[0].Name));
    }

    /// <summary>The contract that the profiles stand on.</summary>
    public ContractData Contract => contract;

    public IReadOnlyList<(StoredProfile Profile, bool IsDefault)> List()
    {
        var file = store.Read();
        return [.. file.Profiles.Select(profile => (profile, Same(profile.Name, file.Default)))];
    }

    public StoredProfile? TryFind(string name) => Pick(store.Read(), name);

    public WanProfile Show(StoredProfile profile, bool isDefault) => new()
    {
        Name = profile.Name,
        IsDefault = isDefault,
        Provider = profile.Provider,
        Owner = contract.FindProvider(profile.Provider)?.Owner,
        Contract = contract.FindProvider(profile.Provider)?.Contract,
        Region = profile.Region,
        WorkspaceId = profile.WorkspaceId,
        Endpoint = EndpointRules.Show(profile, contract),
        CustomEndpoint = profile.Endpoint is not null,
        KeySource = profile.Key.ToString(),
        KeyFingerprint = KeyReader.FingerprintOf(profile),
        Limit = profile.Limit ?? new Dictionary<string, double>(),
        SubmitRate = profile.SubmitRate,
        QueryRate = profile.QueryRate,
        PriceListPath = profile.PriceListPath,
        BudgetLimit = profile.BudgetLimit,
        Models = profile.Models ?? new Dictionary<string, string>(),
        Proxy = profile.Proxy,
        LogPath = profile.LogPath,
        UploadStore = profile.UploadStore,
    };

    public (StoredProfile Profile, bool IsDefault) Set(ProfileChange change)
    {
        if (!NamePattern().IsMatch(change.Name))
        {
            throw RegionErrors.ProfileNameMalformed(change.Name);
        }

        StoredProfile? result = null;
        var file = store.Update(before =>
        {
            result = WithPrint(change, change.ApplyTo(Pick(before, change.Name), contract), before);
            var isFirst = before.Profiles.Count == 0;
            return before with
            {
                Profiles = Sorted(before.Profiles.Where(profile => !Same(profile.Name, change.Name)).Append(result)),
                Default = change.MakeDefault || isFirst ? result.Name : before.Default,
            };
        });
        return (result!, Same(result!.Name, file.Default));
    }

    /// <summary>Another profile of another region that has this profile's key as far as can be known here.</summary>
    public StoredProfile? FindSharedKey(StoredProfile profile, ApiKey key)
        => SharedKeys.Find(store.Read().Profiles, profile, key, store.Prints);

    /// <summary>Puts a profile back exactly as it lay in the file.</summary>
    public void PutBack(StoredProfile profile)
        => store.Update(before => before with { Profiles = Sorted(before.Profiles.Where(other => !Same(other.Name, profile.Name)).Append(profile)) });

    public void Remove(string name)
    {
        store.Update(before => before with
        {
            Profiles = [.. before.Profiles.Where(profile => !Same(profile.Name, name))],
            Default = Same(before.Default, name) ? null : before.Default,
        });
        KeyReader.Forget(name);
    }

    /// <summary>Refuses the key of another region. Runs under the file's lock, so that two processes cannot pass each other.</summary>
    private StoredProfile WithPrint(ProfileChange change, StoredProfile after, ProfileFile before)
    {
        if (change.Key is null)
        {
            // A pair that was forced once is not questioned again at every other change.
            return after;
        }

        var key = change.SessionKey ?? (after.Key.Kind == KeySourceKind.Session ? null : SharedKeys.TryRead(after));
        return !change.Force && SharedKeys.Find(before.Profiles, after, key, store.Prints) is { } other
            ? throw SharedKeys.Refuse(after, other)
            : after with { KeyPrint = key is null ? null : store.Prints.Of(key) };
    }

    private static StoredProfile[] Sorted(IEnumerable<StoredProfile> profiles) => [.. profiles.OrderBy(static profile => profile.Name, StringComparer.OrdinalIgnoreCase)];

    private static StoredProfile? Pick(ProfileFile file, string name)
        => file.Profiles.FirstOrDefault(profile => Same(profile.Name, name));

    private static bool Same(string? left, string? right) => string.Equals(left, right, StringComparison.OrdinalIgnoreCase);

    private static string SetLine(string name)
        => $"Run: Set-WanProfile -Name {name} -Region {ContractData.Current.MainProvider.Regions[0]} -ApiKeyVariable {ContractData.Current.MainProvider.KeyVariable} -Default";

    [GeneratedRegex("^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$")]
    private static partial Regex NamePattern();
}
