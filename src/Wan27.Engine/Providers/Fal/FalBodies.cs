using System.Text.Json.Nodes;
using Wan27.Engine.Contract;
using Wan27.Engine.Routes;
using Wan27.Engine.Routes.Image;
using Wan27.Engine.Routes.ImageToVideo;
using Wan27.Engine.Routes.ReferenceToVideo;
using Wan27.Engine.Routes.TextToVideo;
using Wan27.Engine.Routes.VideoEdit;

namespace Wan27.Engine.Providers.Fal;

/// <summary>
/// The typed requests as fal.ai's models take them: numbers as numbers, tiers in small letters. What was not asked for is not sent; what
/// cannot be sent has been refused before.
/// </summary>
internal static class FalBodies
{
    // Pictures come as JPEG where nothing is said, and the official service makes PNG.
    private const string PictureFormat = "png";

    private static readonly Dictionary<Type, Func<RouteRequest, ContractView, Func<MediaSource, string>, JsonObject>> Writers = new()
    {
        [typeof(ImageRequest)] = static (request, contract, urlOf) => Image((ImageRequest)request, contract, urlOf),
        [typeof(ImageToVideoRequest)] = static (request, _, urlOf) => ImageToVideo((ImageToVideoRequest)request, urlOf),
        [typeof(VideoEditRequest)] = static (request, _, urlOf) => VideoEdit((VideoEditRequest)request, urlOf),
        [typeof(TextToVideoRequest)] = static (request, _, urlOf) => TextToVideo((TextToVideoRequest)request, urlOf),
        [typeof(ReferenceToVideoRequest)] = static (request, _, urlOf) => ReferenceToVideo((ReferenceToVideoRequest)request, urlOf),
    };

    /// <summary>True for a route that this provider has a body for.</summary>
    public static bool Carries(Type request) => Writers.ContainsKey(request);

    /// <summary>The request as it leaves.</summary>
    /// <param name="request">What is asked.</param>
    /// <param name="contract">The contract as the profile sees it.</param>
    /// <param name="urlOf">The URL of each of its media; local files have been uploaded by then.</param>
    public static FalRequest Of(RouteRequest request, ContractView contract, Func<MediaSource, string> urlOf)
    {
        var body = Writers[request.GetType()](request, contract, urlOf);
        body.Put("seed", request.Seed);
        return new FalRequest(request.Model, body);
    }

    private static JsonObject Image(ImageRequest request, ContractView contract, Func<MediaSource, string> urlOf)
    {
        var body = new JsonObject();
        body.Put("prompt", request.Prompt);
        body.Put("image_urls", request.Images, urlOf);
        if (request.Size is { } asked)
        {
            body["image_size"] = ImageSize.Parse(asked) is { Tier: null } size ? new JsonObject { ["width"] = size.Width, ["height"] = size.Height } : asked.ToLowerInvariant();
        }

        // The number drives the bill: it is never left to the provider.
        body["num_images"] = request.CountToMake(contract);
        body["output_format"] = PictureFormat;
        return body;
    }

    private static JsonObject ImageToVideo(ImageToVideoRequest request, Func<MediaSource, string> urlOf)
    {
        var body = new JsonObject();
        body.Put("prompt", request.Prompt);
        body.Put("image_url", request.FirstFrame, urlOf);
        body.Put("end_image_url", request.LastFrame, urlOf);
        body.Put("video_url", request.FirstClip, urlOf);
        body.Put("audio_url", request.DrivingAudio, urlOf);
        body.Put("resolution", request.Resolution?.ToLowerInvariant());
        body.Put("duration", request.Duration);
        body.Put("negative_prompt", request.NegativePrompt);
        Expansion(body, request.NoPromptExtend);
        return body;
    }

    private static JsonObject VideoEdit(VideoEditRequest request, Func<MediaSource, string> urlOf)
    {
        var body = new JsonObject();
        body.Put("prompt", request.Prompt);
        body.Put("video_url", request.Video, urlOf);
        body.Put("reference_image_url", request.ReferenceImages is [var reference, ..] ? reference : null, urlOf);
        body.Put("resolution", request.Resolution?.ToLowerInvariant());
        body.Put("aspect_ratio", request.Ratio);
        body.Put("duration", request.Duration);
        body.Put("audio_setting", request.AudioSetting?.ToLowerInvariant());
        return body;
    }

    private static JsonObject TextToVideo(TextToVideoRequest request, Func<MediaSource, string> urlOf)
    {
        var body = new JsonObject();
        body.Put("prompt", request.Prompt);
        body.Put("audio_url", request.DrivingAudio, urlOf);
        body.Put("aspect_ratio", request.Ratio);
        body.Put("resolution", request.Resolution?.ToLowerInvariant());
        body.Put("duration", request.Duration);
        body.Put("negative_prompt", request.NegativePrompt);
        Expansion(body, request.NoPromptExtend);
        return body;
    }

    private static JsonObject ReferenceToVideo(ReferenceToVideoRequest request, Func<MediaSource, string> urlOf)
    {
        var body = new JsonObject();
        body.Put("prompt", request.Prompt);
        body.Put("reference_image_urls", request.ReferenceImages, urlOf);
        body.Put("reference_video_urls", request.ReferenceVideos, urlOf);
        body.Put("aspect_ratio", request.Ratio);
        body.Put("resolution", request.Resolution?.ToLowerInvariant());
        body.Put("duration", request.Duration);
        body.Put("negative_prompt", request.NegativePrompt);
        return body;
    }

    /// <summary>Rewriting of the prompt is the provider's default.</summary>
    private static void Expansion(JsonObject body, bool isOff)
    {
        if (isOff)
        {
            body["enable_prompt_expansion"] = false;
        }
    }
}
