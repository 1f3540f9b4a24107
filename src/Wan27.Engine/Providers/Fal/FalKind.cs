using Wan27.Engine.Contract;
using Wan27.Engine.Routes;

namespace Wan27.Engine.Providers.Fal;

/// <summary>The queue of fal.ai.</summary>
internal sealed class FalKind : IProviderKind
{
    public const string OwnName = "Fal";

    public string Name => OwnName;

    public ProviderErrors Errors => FalErrors.Table;

    public bool Carries(RouteDescriptor route) => FalBodies.Carries(route.Request);

    public string QuietPath(ContractData contract) => FalAddresses.OfNobody();

    public IProvider Connect(ProviderConnection connection) => new FalProvider(connection);

    public IAccountProbe Probe(ProviderConnection connection) => new FalProbe(connection);
}
