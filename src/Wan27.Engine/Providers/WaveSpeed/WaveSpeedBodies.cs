using System.Text.Json.Nodes;
using Wan27.Engine.Contract;
using Wan27.Engine.Routes;
using Wan27.Engine.Routes.VideoEdit;

namespace Wan27.Engine.Providers.WaveSpeed;

/// <summary>The one request that WaveSpeed documents. What was not asked for is not sent, but for the tier, which drives the bill.</summary>
internal static class WaveSpeedBodies
{
    /// <summary>True for a route that this provider has a body for.</summary>
    public static bool Carries(Type request) => request == typeof(VideoEditRequest);

    /// <summary>The request as it leaves.</summary>
    /// <param name="request">What is asked.</param>
    /// <param name="contract">The contract as the profile sees it.</param>
    /// <param name="urlOf">The URL of each of its media; local files have been uploaded by then.</param>
    public static WaveSpeedRequest Of(RouteRequest request, ContractView contract, Func<MediaSource, string> urlOf)
    {
        var edit = (VideoEditRequest)request;
        var body = new JsonObject();
        body.Put("prompt", edit.Prompt);
        body.Put("video", edit.Video, urlOf);
        body.Put("images", edit.ReferenceImages, urlOf);
        body.Put("negative_prompt", edit.NegativePrompt);

        // Whoever comes from another provider expects another default.
        body.Put("resolution", edit.ResolutionText(contract).ToLowerInvariant());
        body.Put("duration", edit.Duration);
        body.Put("audio_setting", edit.AudioSetting?.ToLowerInvariant());
        body.Put("seed", edit.Seed);
        return new WaveSpeedRequest(edit.Model, body);
    }
}
