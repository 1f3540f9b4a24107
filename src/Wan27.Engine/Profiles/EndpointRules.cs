using System.Text.RegularExpressions;
using Wan27.Engine.Contract;
using Wan27.Engine.Records;

namespace Wan27.Engine.Profiles;

/// <summary>Which base address a profile has, and which it may have (contract section 1.1).</summary>
internal static partial class EndpointRules
{
    /// <summary>The base address in force, without a slash at its end. The profile file may have been edited by hand: the key goes nowhere unprotected.</summary>
    public static Uri BaseAddress(StoredProfile profile, ContractData contract)
    {
        var provider = contract.FindProvider(profile.Provider) ?? contract.MainProvider;
        RefuseRegion(profile, provider);
        if (profile.Endpoint is { } custom)
        {
            return Parse(custom);
        }

        if (profile.WorkspaceId is { } workspace)
        {
            CheckWorkspaceId(workspace);
        }

        return profile.Region is not { } region
            ? new Uri(provider.Address ?? throw new InvalidOperationException($"The provider {provider.Name} has neither regions nor an address."))
            : new Uri($"https://{contract.Region(region).HostFor(profile.WorkspaceId)}{contract.Api.BasePath}");
    }

    /// <summary>The address as a list of profiles shows it, whether or not it may be used.</summary>
    public static string Show(StoredProfile profile, ContractData contract)
    {
        try
        {
            return BaseAddress(profile, contract).AbsoluteUri.TrimEnd('/');
        }
        catch (WanException)
        {
            // Whoever uses the profile is told; a list must still list it, so that it can be seen and mended.
            return RecordGuard.Clean(profile.Endpoint ?? string.Empty).Split('?', '#')[0];
        }
    }

    /// <summary>Checks an address given by the user and brings it to its full form.</summary>
    public static string Normalize(string text, ProviderEntry provider, WanRegion? region, ContractData contract)
    {
        var uri = Parse(text.Trim());
        if (contract.RegionOfHost(uri.Host) is { } owner && owner.Name != region?.ToString())
        {
            if (region is not { } own)
            {
                throw RegionErrors.EndpointOfOtherRegionWithout(uri.Host, owner.Name, provider.Name);
            }

            var offers = owner.Wan27 == "no" ? ", which does not offer Wan 2.7" : string.Empty;
            throw RegionErrors.EndpointOfOtherRegion(uri.Host, owner.Name, offers, own);
        }

        var path = uri.AbsolutePath.TrimEnd('/');
        return uri.GetLeftPart(UriPartial.Authority) + (path.Length > 0 ? path : provider.Address is { } address ? new Uri(address).AbsolutePath.TrimEnd('/') : contract.Api.BasePath);
    }

    /// <summary>A profile file may have been edited by hand, or be of a time before its provider was another.</summary>
    private static void RefuseRegion(StoredProfile profile, ProviderEntry provider)
    {
        if (profile.Region is null && provider.HasRegions)
        {
            throw RegionErrors.RegionMissingInFile(profile.Name, provider.Name, provider.RegionChoice);
        }

        CheckRegion(profile.Region, provider);
    }

    /// <summary>Refuses a region that the provider does not have.</summary>
    public static void CheckRegion(WanRegion? asked, ProviderEntry provider)
    {
        if (asked is { } region && !provider.Regions.Contains(region.ToString()))
        {
            throw provider.HasRegions
                ? RegionErrors.RegionNotOfProvider(provider.Name, region, provider.RegionChoice)
                : RegionErrors.RegionNotOfProviderWithout(provider.Name, region);
        }
    }

    private static Uri Parse(string text)
    {
        if (!Uri.TryCreate(text, UriKind.Absolute, out var uri) || uri.Host.Length == 0 || uri.Scheme is not ("https" or "http"))
        {
            throw RegionErrors.EndpointMalformed(RecordGuard.Clean(text));
        }

        if (uri.UserInfo.Length > 0 || uri.Query.Length > 0 || uri.Fragment.Length > 0)
        {
            throw RegionErrors.EndpointMalformedWithMore();
        }

        return uri.Scheme == "http" && !uri.IsLoopback
            ? throw RegionErrors.EndpointNotSecure(text)
            : uri;
    }

    public static void CheckWorkspaceId(string workspaceId)
    {
        if (!WorkspacePattern().IsMatch(workspaceId))
        {
            throw RegionErrors.WorkspaceIdMalformed(workspaceId);
        }
    }

    // It becomes the first label of a host name.
    [GeneratedRegex("^[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?$")]
    private static partial Regex WorkspacePattern();
}
