namespace Wan27;

/// <summary>
/// The configuration bundle that an operation runs under: one key, one region, one endpoint, one model. It is on every output
/// object, error and sidecar; the key itself never is.
/// </summary>
public record WanBundle
{
    /// <summary>Name of the profile.</summary>
    public string? Profile { get; init; }

    /// <summary>Who carries the route, such as <c>DashScope</c> or <c>Fal</c>.</summary>
    public string? Provider { get; init; }

    /// <summary>Whose service that is.</summary>
    public string? Owner { get; init; }

    /// <summary><c>official</c>, or <c>wrapper_route</c> for a provider with a contract of its own: the official contract then does not apply.</summary>
    public string? Contract { get; init; }

    /// <summary>The route, one of <see cref="WanRoutes"/>.</summary>
    public string? Route { get; init; }

    /// <summary>Model id exactly as sent.</summary>
    public string? Model { get; init; }

    /// <summary>The region of key, endpoint and model; absent where the provider has no regions.</summary>
    public WanRegion? Region { get; init; }

    /// <summary>Base address that requests go to.</summary>
    public string? Endpoint { get; init; }

    /// <summary>Where the key came from, never the key.</summary>
    public string? KeySource { get; init; }
}
