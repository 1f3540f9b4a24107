using Wan27.Engine.Contract;
using Wan27.Engine.Providers.DashScope;
using Wan27.Engine.Providers.Fal;
using Wan27.Engine.Providers.Novita;
using Wan27.Engine.Providers.Replicate;
using Wan27.Engine.Providers.WaveSpeed;

namespace Wan27.Engine.Providers;

/// <summary>The providers that this module has. A further one is its folder, an entry here and one in the contract data.</summary>
internal static class ProviderRegistry
{
    public static IReadOnlyList<IProviderKind> All { get; } = [new DashScopeKind(), new FalKind(), new NovitaKind(), new ReplicateKind(), new WaveSpeedKind()];

    /// <summary>A provider by the name that a profile has.</summary>
    /// <exception cref="WanException"><c>Wan.Route.ProviderUnknown</c>: a later version of the module, or an edit, has named another.</exception>
    /// <param name="name">The name.</param>
    /// <param name="kinds">Those to choose from; all of this module when null.</param>
    public static IProviderKind Of(string name, IReadOnlyList<IProviderKind>? kinds = null)
        => (kinds ?? All).FirstOrDefault(kind => string.Equals(kind.Name, name, StringComparison.OrdinalIgnoreCase))
            ?? throw RouteErrors.ProviderUnknown(name, string.Join(", ", (kinds ?? All).Select(static kind => kind.Name)));

    /// <summary>
    /// The table that an error is told by; null where a later version of the module has named another provider. What names none is of a
    /// record from before there was a second one.
    /// </summary>
    public static ProviderErrors? ErrorsOf(string? provider)
        => provider is null ? All[0].Errors : All.FirstOrDefault(kind => string.Equals(kind.Name, provider, StringComparison.OrdinalIgnoreCase))?.Errors;
}
