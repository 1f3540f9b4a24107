using System.Collections.Concurrent;
using Wan27.Engine.Contract;
using Wan27.Engine.Providers;
using Wan27.Engine.Routes;

namespace Wan27.Engine.Tests.Providers;

/// <summary>The official provider under any name, with its calls counted.</summary>
internal sealed class CountedKind(string name) : IProviderKind
{
    private static readonly IProviderKind Official = ProviderRegistry.All[0];

    public string Name => name;

    public ConcurrentDictionary<string, int> Calls { get; } = new();

    public ProviderErrors Errors => Official.Errors;

    public bool Carries(RouteDescriptor route) => Official.Carries(route);

    public string QuietPath(ContractData contract) => Official.QuietPath(contract);

    public IProvider Connect(ProviderConnection connection) => CountedProvider.Around(Official.Connect(connection), Calls);

    public IAccountProbe Probe(ProviderConnection connection) => Official.Probe(connection);
}
