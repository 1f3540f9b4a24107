using Wan27.Engine.Contract;
using Wan27.Engine.Routes;

namespace Wan27.Engine.Providers.Novita;

/// <summary>The tasks of Novita, and of those who speak its form behind an endpoint of their own.</summary>
internal sealed class NovitaKind : IProviderKind
{
    public const string OwnName = "Novita";

    public string Name => OwnName;

    public ProviderErrors Errors => NovitaErrors.Table;

    public bool Carries(RouteDescriptor route) => NovitaBodies.Carries(route.Request);

    public string QuietPath(ContractData contract) => NovitaAddresses.OfNobody();

    public IProvider Connect(ProviderConnection connection) => new NovitaProvider(connection);

    public IAccountProbe Probe(ProviderConnection connection) => new NovitaProbe(connection);
}
