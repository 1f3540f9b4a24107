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
        Add(body, "prompt", edit.Prompt);
        Add(body, "video", edit.Video is { } video ? urlOf(video) : null);
        if (edit.ReferenceImages.Count > 0)
        {
            body["images"] = new JsonArray([.. edit.ReferenceImages.Select(image => (JsonNode)urlOf(image))]);
        }

        Add(body, "negative_prompt", edit.NegativePrompt);

        // Whoever comes from another provider expects another default.
        Add(body, "resolution", edit.ResolutionText(contract).ToLowerInvariant());
        Add(body, "duration", edit.Duration);
        Add(body, "audio_setting", edit.AudioSetting?.ToLowerInvariant());
        Add(body, "seed", edit.Seed);
        return new WaveSpeedRequest(edit.Model, body);
    }

    private static void Add(JsonObject body, string name, string? text)
    {
        if (text is not null)
        {
            body[name] = text;
        }
    }

    private static void Add(JsonObject body, string name, long? number)
    {
        if (number is { } value)
        {
            body[name] = value;
        }
    }
}
