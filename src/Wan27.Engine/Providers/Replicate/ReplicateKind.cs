using Wan27.Engine.Contract;
using Wan27.Engine.Routes;

namespace Wan27.Engine.Providers.Replicate;

/// <summary>The predictions of Replicate.</summary>
internal sealed class ReplicateKind : IProviderKind
{
    public const string OwnName = "Replicate";

    public string Name => OwnName;

    public ProviderErrors Errors => ReplicateErrors.Table;

    public bool Carries(RouteDescriptor route) => ReplicateBodies.Carries(route.Request);

    public string QuietPath(ContractData contract) => ReplicateAddresses.OfNobody();

    public IProvider Connect(ProviderConnection connection) => new ReplicateProvider(connection);

    public IAccountProbe Probe(ProviderConnection connection) => new NobodyProbe(connection, ReplicateAnswerWords.Instance, ReplicateAddresses.OfNobody());
}
