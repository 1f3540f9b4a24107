using Wan27.Engine.Contract;

namespace Wan27.Engine.Profiles;

/// <summary>A profile ready for use: address, key, contract and rates that belong together.</summary>
internal sealed class Bundle
{
    private Bundle(StoredProfile profile, Uri baseAddress, ApiKey key, ContractView contract)
    {
        Profile = profile;
        BaseAddress = baseAddress;
        Key = key;
        Contract = contract;
    }

    public StoredProfile Profile { get; }

    /// <summary>Base address without a slash at its end.</summary>
    public Uri BaseAddress { get; }

    public ApiKey Key { get; }

    public ContractView Contract { get; }

    /// <summary>Who carries the routes, as the contract data lists it.</summary>
    public ProviderEntry Provider => Contract.Data.FindProvider(Profile.Provider) ?? Contract.Data.MainProvider;

    public string Endpoint => BaseAddress.AbsoluteUri.TrimEnd('/');

    /// <summary>What stands for the account when rates are counted: two profiles with one key at one endpoint share it.</summary>
    public string Account => $"{BaseAddress.Host}:{BaseAddress.Port}/{Key.Fingerprint}";

    public double SubmitRate => Profile.SubmitRate ?? Contract.Number("rate.submit.perSecond");

    public double QueryRate => Profile.QueryRate ?? Contract.Number("rate.query.perSecond");

    /// <summary>Where requests go, as dry runs show it: the region where there is one, and the endpoint.</summary>
    public string Place => Provider.IsWrapper ? $"{Provider.Marked}, {Endpoint}" : Profile.Region is { } region ? $"{region}, {Endpoint}" : Endpoint;

    /// <param name="profile">The profile.</param>
    /// <param name="readSecret">Reads a key from a vault; null where there is none.</param>
    /// <param name="data">The contract below the profile; that of this build when null.</param>
    public static Bundle Resolve(StoredProfile profile, Func<KeySource, string?>? readSecret, ContractData? data = null)
    {
        var contract = ProfileContract.Of(profile, data);
        return new Bundle(profile, EndpointRules.BaseAddress(profile, contract.Data), KeyReader.Read(profile, readSecret), contract);
    }

    /// <summary>The same key at the other address: only to ask, at the user's word, whether it is accepted there.</summary>
    public Bundle At(WanRegion region, Uri address)
        => new(Profile with { Region = region, WorkspaceId = null, Endpoint = address.AbsoluteUri.TrimEnd('/') }, address, Key, Contract);

    /// <summary>Where uploads are asked for: behind an address of the user's own it is that one.</summary>
    public string UploadAddress => Profile.Endpoint is null ? Provider.UploadAddress ?? Endpoint : Endpoint;

    /// <summary>An address that the key may go to: below the endpoint, or at a host of the provider's own list.</summary>
    /// <param name="address">A path below the endpoint, or a whole address, such as an answer may name one.</param>
    /// <exception cref="WanException"><c>Wan.Region.HostNotOfProvider</c>: it is anybody else's.</exception>
    public Uri KeyAddress(string address)
    {
        if (address.StartsWith('/'))
        {
            return new Uri(Endpoint + address);
        }

        // Behind an address of the user's own, nothing but that address is known to be the provider's.
        var own = Profile.Endpoint is null ? Provider.KeyHosts ?? [] : [];
        return Uri.TryCreate(address, UriKind.Absolute, out var uri) && uri.UserInfo.Length == 0 && (HostOf(uri) == HostOf(BaseAddress) || own.Any(host => HostOf(uri) == $"https://{host}"))
            ? uri
            : throw RegionErrors.HostNotOfProvider(Provider.Name, uri?.Authority ?? address, string.Join(", ", own.Prepend(BaseAddress.Authority)));

        static string HostOf(Uri uri) => uri.GetComponents(UriComponents.SchemeAndServer, UriFormat.UriEscaped).ToLowerInvariant();
    }

    /// <summary>The bundle as it is shown on objects and errors.</summary>
    public WanBundle Show(string? route = null, string? model = null) => new()
    {
        Profile = Profile.Name,
        Provider = Profile.Provider,
        Owner = Provider.Owner,
        Contract = Provider.Contract,
        Route = route,
        Model = model,
        Region = Profile.Region,
        Endpoint = Endpoint,
        KeySource = Profile.Key.ToString(),
    };

    public override string ToString()
        => $"profile {Profile.Name}, {(Provider.IsWrapper ? string.Empty : $"{Profile.Provider}, ")}{Place}, key from {Profile.Key}";
}
