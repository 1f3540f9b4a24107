using Wan27.Engine.Contract;
using Wan27.Engine.Records;

namespace Wan27.Engine.Routes;

/// <summary>
/// What a job key stands for. It is made of what the user asked for: a further default, another default model, a provider's field names or
/// another provider do not change it. Each identity names its version, and a row is compared by the version that it was written with, so
/// that a job is never paid anew because this module was updated.
/// </summary>
internal static class RequestIdentity
{
    private const string Version = "2:";

    /// <summary>The identity that new rows get.</summary>
    public static string Of(RouteRequest request)
        => Version + PlainJson.Hash(request.Route, request.IsModelAsked ? request.NamedModel ?? request.Model : string.Empty, request.AskedByContent);

    /// <summary>The same request as earlier versions of this module wrote it.</summary>
    public static IReadOnlyList<string> EarlierOf(RouteRequest request, ContractView contract) => [First(request, contract)];

    /// <summary>Without a mark: everything that was sent, with the model in force and the count that is always sent.</summary>
    private static string First(RouteRequest request, ContractView contract)
    {
        var sent = new Dictionary<string, object?>(request.Describe(contract));
        if (request.AskedByContent.TryGetValue("media", out var media))
        {
            sent["media"] = media;
        }

        return PlainJson.Hash(request.Route, request.Model, sent);
    }
}
