namespace Wan27;

/// <summary>A named bundle: provider, region, endpoint and where the key is. It never holds the key.</summary>
public sealed record WanProfile
{
    /// <summary>Name of the profile.</summary>
    public required string Name { get; init; }

    /// <summary>True for the profile that is used when none is named.</summary>
    public bool IsDefault { get; init; }

    /// <summary>Who carries the routes, such as <c>DashScope</c> or <c>Fal</c>.</summary>
    public string Provider { get; init; } = "DashScope";

    /// <summary>Whose service that is.</summary>
    public string? Owner { get; init; }

    /// <summary><c>official</c>, or <c>wrapper_route</c> for a provider with a contract of its own.</summary>
    public string? Contract { get; init; }

    /// <summary>Region of key, endpoint and models; absent where the provider has no regions.</summary>
    public WanRegion? Region { get; init; }

    /// <summary>Workspace id; when set, requests go to the workspace's own host (contract section 1.1).</summary>
    public string? WorkspaceId { get; init; }

    /// <summary>Base address in force.</summary>
    public required string Endpoint { get; init; }

    /// <summary>True when the address was given by the user instead of following from region and workspace.</summary>
    public bool CustomEndpoint { get; init; }

    /// <summary>Where the key is: session, a variable, a file or a secret; never the key.</summary>
    public required string KeySource { get; init; }

    /// <summary>Short keyed fingerprint of the key, where it can be read now.</summary>
    public string? KeyFingerprint { get; init; }

    /// <summary>Overrides of contract limits by name.</summary>
    public IReadOnlyDictionary<string, double> Limit { get; init; } = new Dictionary<string, double>();

    /// <summary>Submits per second for the account; absent for the contract's value.</summary>
    public double? SubmitRate { get; init; }

    /// <summary>Queries per second for the account; absent for the contract's value.</summary>
    public double? QueryRate { get; init; }

    /// <summary>Price list used where costs are shown.</summary>
    public string? PriceListPath { get; init; }

    /// <summary>What its jobs may be billed, over all processes of the journal; absent when nothing limits them.</summary>
    public WanBudget? BudgetLimit { get; init; }

    /// <summary>Model ids by route, where they are not the route's main model.</summary>
    public IReadOnlyDictionary<string, string> Models { get; init; } = new Dictionary<string, string>();

    /// <summary>The proxy of this profile; absent for the system's own.</summary>
    public string? Proxy { get; init; }

    /// <summary>Folder of the logs, one file per run; absent when none is kept.</summary>
    public string? LogPath { get; init; }

    /// <summary>Name of the store that local files of its jobs go to; absent for the provider's own uploads.</summary>
    public string? UploadStore { get; init; }

    /// <inheritdoc/>
    public override string ToString() => Name;
}
