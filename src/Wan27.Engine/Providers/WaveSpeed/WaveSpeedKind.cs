using Wan27.Engine.Contract;
using Wan27.Engine.Routes;

namespace Wan27.Engine.Providers.WaveSpeed;

/// <summary>The predictions of WaveSpeed.</summary>
internal sealed class WaveSpeedKind : IProviderKind
{
    public const string OwnName = "WaveSpeed";

    public string Name => OwnName;

    public ProviderErrors Errors => WaveSpeedErrors.Table;

    public bool Carries(RouteDescriptor route) => WaveSpeedBodies.Carries(route.Request);

    public string QuietPath(ContractData contract) => WaveSpeedAddresses.OfNobody();

    public IProvider Connect(ProviderConnection connection) => new WaveSpeedProvider(connection);

    public IAccountProbe Probe(ProviderConnection connection) => new WaveSpeedProbe(connection);
}
