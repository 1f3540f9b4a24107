using Wan27.Emulator.Http;
using Wan27.Emulator.Service;

namespace Wan27.Emulator.Facades;

/// <summary>A wrapper provider as the emulator plays it: its own paths, words and refusals below a path of its own.</summary>
internal interface IFacade
{
    /// <summary>The first part of its paths, such as <c>fal</c>.</summary>
    string Name { get; }

    /// <summary>What the provider's own base address has behind its host, such as <c>/v1</c>.</summary>
    string Base => string.Empty;

    /// <summary>A key that it accepts.</summary>
    string ApiKey { get; }

    /// <summary>Who answers a method and a path; the path begins behind the facade's own name.</summary>
    RouteMatch Find(string method, string path);

    /// <summary>A scripted error in the provider's own form.</summary>
    HttpResponse Problem(FaultRule fault, Exchange exchange);
}
