using System.Text.Json.Nodes;
using Wan27.Engine.Contract;
using Wan27.Engine.Routes;
using Wan27.Engine.Routes.Image;
using Wan27.Engine.Routes.ImageToVideo;
using Wan27.Engine.Routes.ReferenceToVideo;
using Wan27.Engine.Routes.TextToVideo;
using Wan27.Engine.Routes.VideoEdit;

namespace Wan27.Engine.Providers.DashScope.Bodies;

/// <summary>The typed requests in the service's own form. What was not asked for is not sent.</summary>
internal static class DashScopeBodies
{
    private const string OssScheme = "oss://";

    /// <summary>One writer per route that this provider carries.</summary>
    private static readonly Dictionary<Type, Func<RouteRequest, ContractView, Func<MediaSource, string>, DashScopeRequest>> Writers = new()
    {
        [typeof(ImageRequest)] = static (request, contract, urlOf) => ImageBody.Of((ImageRequest)request, contract, urlOf),
        [typeof(ImageToVideoRequest)] = static (request, contract, urlOf) => ImageToVideoBody.Of((ImageToVideoRequest)request, contract, urlOf),
        [typeof(VideoEditRequest)] = static (request, contract, urlOf) => VideoEditBody.Of((VideoEditRequest)request, contract, urlOf),
        [typeof(TextToVideoRequest)] = static (request, contract, urlOf) => TextToVideoBody.Of((TextToVideoRequest)request, contract, urlOf),
        [typeof(ReferenceToVideoRequest)] = static (request, contract, urlOf) => ReferenceToVideoBody.Of((ReferenceToVideoRequest)request, contract, urlOf),
    };

    /// <summary>The request as it leaves.</summary>
    /// <param name="request">What is asked.</param>
    /// <param name="contract">The contract as the profile sees it.</param>
    /// <param name="urlOf">The URL of each of its media; local files have been uploaded by then.</param>
    public static DashScopeRequest Of(RouteRequest request, ContractView contract, Func<MediaSource, string> urlOf)
        => Writers.TryGetValue(request.GetType(), out var writer)
            ? writer(request, contract, urlOf)
            : throw new InvalidOperationException($"DashScope has no body for the route {request.Route}: add one to Providers/DashScope/Bodies.");

    /// <summary>True for a route that this provider has a body for.</summary>
    public static bool Carries(Type request) => Writers.ContainsKey(request);

    /// <summary>Puts the three parts together, and asks for the resolve header where a URL needs it.</summary>
    public static DashScopeRequest Assemble(RouteRequest request, string path, bool isAsync, JsonObject input, JsonObject parameters, Func<MediaSource, string> urlOf)
    {
        if (request.Watermark is { } watermark)
        {
            parameters["watermark"] = watermark;
        }

        if (request.Seed is { } seed)
        {
            parameters["seed"] = seed;
        }

        return new DashScopeRequest(
            request.Model,
            path,
            isAsync,
            new JsonObject { ["model"] = request.Model, ["input"] = input, ["parameters"] = parameters },
            request.Media.Any(part => urlOf(part.Source).StartsWith(OssScheme, StringComparison.OrdinalIgnoreCase)));
    }
}
