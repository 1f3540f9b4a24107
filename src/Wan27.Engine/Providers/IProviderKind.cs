using Wan27.Engine.Contract;
using Wan27.Engine.Profiles;
using Wan27.Engine.Routes;

namespace Wan27.Engine.Providers;

/// <summary>A provider before it is connected. What it needs of a profile stands in the contract data, under its name.</summary>
internal interface IProviderKind
{
    /// <summary>Its name, as profiles have it and as the contract data lists it.</summary>
    string Name { get; }

    /// <summary>What its codes and statuses mean.</summary>
    ProviderErrors Errors { get; }

    /// <summary>True for a route that it has a form for.</summary>
    bool Carries(RouteDescriptor route);

    /// <summary>A path below the endpoint that may be looked at without the key, to see whether anybody answers there.</summary>
    string QuietPath(ContractData contract);

    /// <summary>The provider under a bundle.</summary>
    IProvider Connect(ProviderConnection connection);

    /// <summary>Questions about the account, without any job.</summary>
    IAccountProbe Probe(ProviderConnection connection);
}

/// <summary>What a provider works with.</summary>
/// <param name="Http">Carries its requests.</param>
/// <param name="Bundle">Address, key and contract that belong together.</param>
/// <param name="Time">The clock of all that waits.</param>
/// <param name="Gate">Spaces the requests of the account.</param>
/// <param name="Uploads">What was uploaded already.</param>
internal sealed record ProviderConnection(HttpMessageInvoker Http, Bundle Bundle, TimeProvider Time, IRateGate Gate, UploadMemory Uploads);
