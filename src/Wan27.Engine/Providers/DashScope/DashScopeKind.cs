using Wan27.Engine.Contract;
using Wan27.Engine.Providers.DashScope.Bodies;
using Wan27.Engine.Routes;

namespace Wan27.Engine.Providers.DashScope;

/// <summary>The official provider: Alibaba Cloud Model Studio.</summary>
internal sealed class DashScopeKind : IProviderKind
{
    public const string OwnName = "DashScope";

    public string Name => OwnName;

    public ProviderErrors Errors => DashScopeErrors.Table;

    public bool Carries(RouteDescriptor route) => DashScopeBodies.Carries(route.Request);

    public string QuietPath(ContractData contract) => DashScopeProbe.NoTask(contract);

    public IProvider Connect(ProviderConnection connection) => new DashScopeProvider(connection);

    public IAccountProbe Probe(ProviderConnection connection) => new DashScopeProbe(connection);
}
