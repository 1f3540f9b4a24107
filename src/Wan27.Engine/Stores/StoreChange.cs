using System.Text.RegularExpressions;
using Wan27.Engine.Contract;
using Wan27.Engine.Profiles;
using Wan27.Engine.Records;

namespace Wan27.Engine.Stores;

/// <summary>What Set-WanStore was asked to change. What is null stays as it is; an empty text takes a setting back.</summary>
internal sealed partial record StoreChange
{
    public required string Name { get; init; }

    public string? Preset { get; init; }

    public string? Bucket { get; init; }

    public string? Prefix { get; init; }

    public string? Endpoint { get; init; }

    public string? Region { get; init; }

    public bool? PathStyle { get; init; }

    public bool? Ambient { get; init; }

    public KeySource? AccessKey { get; init; }

    public KeySource? SecretKey { get; init; }

    public KeySource? SessionToken { get; init; }

    private bool GivesKeys => AccessKey is not null || SecretKey is not null || SessionToken is not null;

    /// <summary>The store after the change; refuses what does not fit together.</summary>
    /// <exception cref="WanException">A typed error of the storage boundary that names the store.</exception>
    public StoreEntry ApplyTo(StoreEntry? before)
    {
        RefuseKeys();
        if (!NamePattern().IsMatch(Name))
        {
            throw StorageErrors.StoreNameMalformed(Name);
        }

        var bucket = Given(Bucket) ?? before?.Bucket ?? throw StorageErrors.StoreBucketRequired(Name);
        if (!BucketPattern().IsMatch(bucket))
        {
            throw StorageErrors.StoreBucketMalformed(Name, bucket);
        }

        var endpoint = Endpoint is null ? before?.Endpoint : Given(Endpoint) is { } address ? Normalize(address) : null;
        var preset = PresetFor(before, endpoint);
        var region = Region is null ? before?.Region : Given(Region);
        if (endpoint is null && preset.Endpoint is null)
        {
            throw StorageErrors.StoreEndpointRequired(Name, preset.Owner);
        }

        if (endpoint is null && region is null)
        {
            throw StorageErrors.StoreRegionRequired(Name);
        }

        if (region is not null && !RegionPattern().IsMatch(region))
        {
            throw StorageErrors.StoreRegionMalformed(Name, region);
        }

        var (ambient, access, secret, token) = KeysFor(before);
        return new StoreEntry
        {
            Name = before?.Name ?? Name,
            Preset = preset.Name,
            Bucket = bucket,
            Prefix = Prefix is null ? before?.Prefix : Given(Prefix) is { } prefix ? ObjectKey.NormalizePrefix(Name, prefix) : null,
            Endpoint = endpoint,
            Region = region,
            PathStyle = PathStyle ?? before?.PathStyle,
            Ambient = ambient,
            AccessKey = access,
            SecretKey = secret,
            SessionToken = token,
            Unknown = before?.Unknown,
        };
    }

    /// <summary>Refuses a key that was given where the name of its place belongs: it must not be echoed, and above all not be stored.</summary>
    private void RefuseKeys()
    {
        if (StoreKeyForm.Fits(Name) || new[] { AccessKey, SecretKey, SessionToken }.Any(static source => source is not null && IsKey(source)))
        {
            throw KeyErrors.KeyGivenAsNameOfStore();
        }
    }

    /// <summary>What is there under that very name is its place, whatever it is called.</summary>
    private static bool IsKey(KeySource source) => StoreKeyForm.Fits(source.Vault) || source.Kind switch
    {
        KeySourceKind.Variable => StoreKeyForm.Fits(source.Name) && Environment.GetEnvironmentVariable(source.Name!) is null,
        KeySourceKind.File => StoreKeyForm.FitsEndOf(source.Name!) && !File.Exists(source.Name),
        _ => StoreKeyForm.Fits(source.Name),
    };

    /// <summary>Scheme, host and port of an address; the address of a store is that of its server.</summary>
    private string Normalize(string text)
    {
        if (!Uri.TryCreate(text, UriKind.Absolute, out var uri) || uri.Host.Length == 0 || uri.Scheme is not ("https" or "http"))
        {
            throw StorageErrors.StoreEndpointMalformed(Name, RecordGuard.Clean(text));
        }

        if (uri.UserInfo.Length > 0 || uri.Query.Length > 0 || uri.Fragment.Length > 0 || uri.AbsolutePath.Length > 1)
        {
            throw StorageErrors.StoreEndpointMalformedWithMore(Name);
        }

        return uri.Scheme == "http" && !uri.IsLoopback
            ? throw StorageErrors.StoreEndpointNotSecure(Name, uri.Host)
            : uri.GetLeftPart(UriPartial.Authority);
    }

    private StorePreset PresetFor(StoreEntry? before, string? endpoint)
    {
        var data = StoreData.Current;
        if (Given(Preset) is { } name)
        {
            return data.FindPreset(name) ?? throw StorageErrors.StorePresetUnknown(Name, name, string.Join(", ", data.Presets.Select(static preset => preset.Name)));
        }

        // A host that moved may be of another kind; without a host the kind is what it was.
        return endpoint is null
            ? (before is null ? null : data.FindPreset(before.Preset)) ?? data.PresetOf(null)
            : Endpoint is null && before is not null ? data.FindPreset(before.Preset) ?? data.PresetOf(new Uri(endpoint)) : data.PresetOf(new Uri(endpoint));
    }

    private (bool Ambient, KeySource? Access, KeySource? Secret, KeySource? Token) KeysFor(StoreEntry? before)
    {
        if (Ambient == true)
        {
            return GivesKeys
                ? throw StorageErrors.StoreKeySourcesExclude(Name)
                : (true, null, null, null);
        }

        if (!GivesKeys && before is { Ambient: true } && Ambient is null)
        {
            return (true, null, null, null);
        }

        var access = AccessKey ?? before?.AccessKey;
        var secret = SecretKey ?? before?.SecretKey;

        // A token belongs to the pair that it was lent with.
        var token = SessionToken ?? (AccessKey is null && SecretKey is null ? before?.SessionToken : null);
        return access is not null && secret is not null
            ? (false, access, secret, token)
            : throw (access is null && secret is null ? StorageErrors.StoreKeySourceMissing(Name) : StorageErrors.StoreKeySourceMissingOfOne(Name, access is null ? "access" : "secret"));
    }

    private static string? Given(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();

    [GeneratedRegex("^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$")]
    private static partial Regex NamePattern();

    // The bucket becomes a label of a host name or a part of a path.
    [GeneratedRegex(@"^(?!.*\.\.)[a-z0-9][a-z0-9._-]{1,61}[a-z0-9]$")]
    private static partial Regex BucketPattern();

    // It becomes a part of a host name.
    [GeneratedRegex("^[a-z0-9][a-z0-9-]{0,62}$")]
    private static partial Regex RegionPattern();
}
