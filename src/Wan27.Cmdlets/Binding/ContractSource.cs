using System.Management.Automation;
using Wan27.Cmdlets.Output;
using Wan27.Engine.Checking;
using Wan27.Engine.Contract;
using Wan27.Engine.Profiles;

namespace Wan27.Cmdlets.Binding;

/// <summary>
/// The contract as a profile sees it, for work that needs no key: the key is not even looked for. Without any profile the plain contract
/// holds.
/// </summary>
internal sealed class ContractSource(PSCmdlet cmdlet)
{
    private readonly Dictionary<string, KeylessBundle> _known = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Pipeline thread: what holds under a profile, under the default one, or without any.</summary>
    public KeylessBundle Get(string? profile)
    {
        var name = string.IsNullOrWhiteSpace(profile) ? string.Empty : profile.Trim();
        if (!_known.TryGetValue(name, out var bundle))
        {
            bundle = _known[name] = Resolve(name);
        }

        return bundle;
    }

    private KeylessBundle Resolve(string name)
    {
        var catalogue = ProfileCatalogue.ForUser();
        var profile = name.Length > 0
            ? catalogue.Find(name)
            : catalogue.List().Where(static entry => entry.IsDefault).Select(static entry => entry.Profile).FirstOrDefault();
        if (profile is null)
        {
            cmdlet.Tell("No profile is the default, and none was named: the contract's own limits hold.");
            return new KeylessBundle(new ContractView(ContractData.Current), new WanBundle());
        }

        var contract = ProfileContract.Of(profile);
        var endpoint = EndpointRules.BaseAddress(profile, contract.Data).AbsoluteUri.TrimEnd('/');
        cmdlet.Tell($"Limits of profile {profile.Name}, {profile.Provider}, {profile.Region}, {endpoint}; its key is not needed.");
        return new KeylessBundle(
            contract,
            new WanBundle { Profile = profile.Name, Provider = profile.Provider, Region = profile.Region, Endpoint = endpoint, KeySource = profile.Key.ToString() });
    }
}

/// <summary>A bundle without its key.</summary>
internal sealed record KeylessBundle(ContractView Contract, WanBundle Shown)
{
    /// <summary>The local checks under these limits, with what they remember of files.</summary>
    public Preflight Preflight { get; } = new();
}
