using Wan27.Engine.Contract;

namespace Wan27.Engine.Profiles;

/// <summary>What Set-WanProfile was asked to change. What is null stays as it is.</summary>
internal sealed record ProfileChange
{
    public required string Name { get; init; }

    public WanRegion? Region { get; init; }

    /// <summary>Empty to go back to the shared host.</summary>
    public string? WorkspaceId { get; init; }

    /// <summary>Empty to go back to the region's own host.</summary>
    public string? Endpoint { get; init; }

    public KeySource? Key { get; init; }

    public string? Provider { get; init; }

    public IReadOnlyDictionary<string, double>? Limit { get; init; }

    public double? SubmitRate { get; init; }

    public double? QueryRate { get; init; }

    /// <summary>Empty to name no price list any more.</summary>
    public string? PriceListPath { get; init; }

    /// <summary>What its jobs may be billed.</summary>
    public WanBudget? BudgetLimit { get; init; }

    /// <summary>Takes the budget back.</summary>
    public bool DropsBudget { get; init; }

    /// <summary>Empty to go back to the routes' main models.</summary>
    public IReadOnlyDictionary<string, string>? Models { get; init; }

    /// <summary>Empty to go back to the system's proxy.</summary>
    public string? Proxy { get; init; }

    /// <summary>Empty to keep no log any more.</summary>
    public string? LogPath { get; init; }

    /// <summary>Name of a store that is known; empty to go back to the provider's own uploads.</summary>
    public string? UploadStore { get; init; }

    public bool MakeDefault { get; init; }

    /// <summary>The key itself where it was given for the session; it is compared, never stored.</summary>
    public ApiKey? SessionKey { get; init; }

    /// <summary>Takes the key although another region has it too.</summary>
    public bool Force { get; init; }

    /// <summary>The profile after the change; refuses what does not fit together.</summary>
    public StoredProfile ApplyTo(StoredProfile? before, ContractData contract)
    {
        RefuseKeys();
        var asked = Provider ?? before?.Provider ?? contract.MainProvider.Name;
        var provider = contract.FindProvider(asked)
            ?? throw RouteErrors.ProviderUnknown(asked, string.Join(", ", contract.Providers.Select(static entry => entry.Name)));
        EndpointRules.CheckRegion(Region, provider);
        WanRegion? region = !provider.HasRegions ? null : Region ?? before?.Region ?? throw RegionErrors.RegionMissing(Name, provider.RegionChoice);
        var leaves = before is not null && !string.Equals(before.Provider, provider.Name, StringComparison.OrdinalIgnoreCase);
        var moved = leaves || (before?.Region is { } home && home != region);

        // A workspace, an address and a key belong to the provider and region they were given for; they do not move with it.
        var workspace = Given(WorkspaceId) ?? (moved || WorkspaceId is not null ? null : before?.WorkspaceId);
        var endpoint = Given(Endpoint) ?? (moved || Endpoint is not null || WorkspaceId is not null ? null : before?.Endpoint);
        var key = Key ?? (moved ? null : before?.Key)
            ?? throw (moved
                ? KeyErrors.KeySourceMissingAfterMove(Name, leaves ? provider.Name : $"{region}", leaves ? before!.Provider : $"{before!.Region}", provider.KeyVariable)
                : KeyErrors.KeySourceMissing(Name, provider.KeyVariable));

        if (workspace is not null)
        {
            if (!provider.Workspaces)
            {
                throw RegionErrors.WorkspaceNotOfProvider(provider.Name);
            }

            EndpointRules.CheckWorkspaceId(workspace);
        }

        if (endpoint is not null && workspace is not null)
        {
            throw RegionErrors.EndpointAndWorkspace();
        }

        // What stays from before must fit the new provider too.
        var own = contract.Of(provider.Name);
        foreach (var (name, value) in Limit ?? (leaves ? before!.Limit : null) ?? new Dictionary<string, double>())
        {
            if (ContractView.Refuse(own, name, value) is { } reason)
            {
                throw RouteErrors.LimitRefused(reason);
            }
        }

        return new StoredProfile
        {
            Name = before?.Name ?? Name,
            Provider = provider.Name,
            Region = region,
            WorkspaceId = workspace,
            Endpoint = endpoint is null ? null : EndpointRules.Normalize(endpoint, provider, region, contract),
            Key = key,
            Limit = Limit ?? before?.Limit,
            SubmitRate = Rate(own, SubmitRate, nameof(SubmitRate)) ?? before?.SubmitRate,
            QueryRate = Rate(own, QueryRate, nameof(QueryRate)) ?? before?.QueryRate,
            PriceListPath = PriceListPath is null ? before?.PriceListPath : Given(PriceListPath),
            BudgetLimit = DropsBudget ? null : BudgetLimit ?? before?.BudgetLimit,
            Models = Models is null ? before?.Models : RouteModels.Normalize(Models, own),
            Proxy = Proxy is null ? before?.Proxy : Given(Proxy) is { } proxy ? ProxyRules.Normalize(proxy) : null,
            LogPath = LogPath is null ? before?.LogPath : Given(LogPath) is { } log ? Folder(log) : null,
            UploadStore = UploadStore is null ? before?.UploadStore : Given(UploadStore),
            KeyPrint = Key is null ? before?.KeyPrint : null,
            Unknown = before?.Unknown,
        };
    }

    /// <summary>Refuses a key that was given where a name belongs: it must not be echoed, and above all not be stored.</summary>
    public void RefuseKeys()
    {
        string?[] texts = [Name, Key?.Name, Key?.Vault, WorkspaceId, Endpoint, Proxy, UploadStore, .. Models?.Keys ?? [], .. Models?.Values ?? []];
        if (texts.Any(LooksLikeKey) || (Key?.Kind == KeySourceKind.File && LooksLikeKey(Path.GetFileName(Key.Name)) && !File.Exists(Key.Name)))
        {
            throw KeyErrors.KeyGivenAsName(ContractData.Current.MainProvider.KeyVariable);
        }
    }

    /// <summary>The same for a name alone.</summary>
    public static void RefuseKeyAsName(string name)
    {
        if (LooksLikeKey(name))
        {
            throw KeyErrors.KeyGivenAsNameOfProfile();
        }
    }

    private static bool LooksLikeKey(string? name)
        => name?.TrimStart() is { } text && ContractData.Current.Providers.SelectMany(static provider => provider.KeyPrefixes).Any(prefix => text.StartsWith(prefix, StringComparison.OrdinalIgnoreCase));

    private static string? Given(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();

    private static string Folder(string path)
        => File.Exists(path)
            ? throw StorageErrors.LogPathIsFile(path)
            : path;

    private static double? Rate(ContractData contract, double? rate, string parameter)
        => ProfileContract.RefuseRate(contract, parameter, rate) is { } reason
            ? throw QuotaErrors.RateOutOfRange(reason)
            : rate;
}
