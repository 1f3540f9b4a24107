using System.Text.Json.Nodes;
using Wan27.Engine.Contract;
using Wan27.Engine.Routes;
using Wan27.Engine.Routes.Image;
using Wan27.Engine.Routes.ImageToVideo;
using Wan27.Engine.Routes.ReferenceToVideo;
using Wan27.Engine.Routes.TextToVideo;
using Wan27.Engine.Routes.VideoEdit;

namespace Wan27.Engine.Providers.Replicate;

/// <summary>
/// The typed requests as inputs of Replicate's models, which refuse every field that they do not know. What was not asked for is not sent;
/// what cannot be sent has been refused before.
/// </summary>
internal static class ReplicateBodies
{
    private static readonly Dictionary<Type, Func<RouteRequest, ContractView, Func<MediaSource, string>, JsonObject>> Writers = new()
    {
        [typeof(ImageRequest)] = static (request, contract, urlOf) => Image((ImageRequest)request, contract, urlOf),
        [typeof(ImageToVideoRequest)] = static (request, _, urlOf) => ImageToVideo((ImageToVideoRequest)request, urlOf),
        [typeof(VideoEditRequest)] = static (request, _, urlOf) => VideoEdit((VideoEditRequest)request, urlOf),
        [typeof(TextToVideoRequest)] = static (request, _, urlOf) => TextToVideo((TextToVideoRequest)request, urlOf),
        [typeof(ReferenceToVideoRequest)] = static (request, _, urlOf) => ReferenceToVideo((ReferenceToVideoRequest)request, urlOf),
    };

    /// <summary>True for a route that this provider has an input for.</summary>
    public static bool Carries(Type request) => Writers.ContainsKey(request);

    /// <summary>The request as it leaves.</summary>
    /// <param name="request">What is asked.</param>
    /// <param name="contract">The contract as the profile sees it.</param>
    /// <param name="urlOf">The URL of each of its media; local files have been uploaded by then.</param>
    public static ReplicateRequest Of(RouteRequest request, ContractView contract, Func<MediaSource, string> urlOf)
    {
        var input = Writers[request.GetType()](request, contract, urlOf);
        input.Put("seed", request.Seed);
        return new ReplicateRequest(request.Model, input);
    }

    private static JsonObject Image(ImageRequest request, ContractView contract, Func<MediaSource, string> urlOf)
    {
        var input = new JsonObject();
        input.Put("prompt", request.Prompt);
        input.Put("images", request.Images, urlOf);
        input.Put("size", request.SizeToMake);

        // The number drives the bill: it is never left to the provider.
        input["num_outputs"] = request.CountToMake(contract);
        if (request.Sequential)
        {
            input["image_set_mode"] = true;
        }

        if (request.NoThinking)
        {
            input["thinking_mode"] = false;
        }

        return input;
    }

    private static JsonObject ImageToVideo(ImageToVideoRequest request, Func<MediaSource, string> urlOf)
    {
        var input = new JsonObject();
        input.Put("prompt", request.Prompt);
        input.Put("first_frame", request.FirstFrame, urlOf);
        input.Put("last_frame", request.LastFrame, urlOf);
        input.Put("first_clip", request.FirstClip, urlOf);
        input.Put("audio", request.DrivingAudio, urlOf);
        input.Put("resolution", request.Resolution?.ToLowerInvariant());
        input.Put("duration", request.Duration);
        input.Put("negative_prompt", request.NegativePrompt);
        Expansion(input, request.NoPromptExtend);
        return input;
    }

    private static JsonObject VideoEdit(VideoEditRequest request, Func<MediaSource, string> urlOf)
    {
        var input = new JsonObject();
        input.Put("video", request.Video, urlOf);
        input.Put("prompt", request.Prompt);
        input.Put("reference_image", request.ReferenceImages is [var reference, ..] ? reference : null, urlOf);
        input.Put("resolution", request.Resolution?.ToLowerInvariant());
        input.Put("aspect_ratio", request.Ratio);
        input.Put("duration", request.Duration);
        input.Put("audio_setting", request.AudioSetting?.ToLowerInvariant());
        return input;
    }

    private static JsonObject TextToVideo(TextToVideoRequest request, Func<MediaSource, string> urlOf)
    {
        var input = new JsonObject();
        input.Put("prompt", request.Prompt);
        input.Put("audio", request.DrivingAudio, urlOf);
        input.Put("resolution", request.Resolution?.ToLowerInvariant());
        input.Put("aspect_ratio", request.Ratio);
        input.Put("duration", request.Duration);
        input.Put("negative_prompt", request.NegativePrompt);
        Expansion(input, request.NoPromptExtend);
        return input;
    }

    private static JsonObject ReferenceToVideo(ReferenceToVideoRequest request, Func<MediaSource, string> urlOf)
    {
        var input = new JsonObject();
        input.Put("prompt", request.Prompt);
        input.Put("reference_images", request.ReferenceImages, urlOf);
        input.Put("reference_videos", request.ReferenceVideos, urlOf);
        input.Put("resolution", request.Resolution?.ToLowerInvariant());
        input.Put("aspect_ratio", request.Ratio);
        input.Put("duration", request.Duration);
        input.Put("negative_prompt", request.NegativePrompt);
        return input;
    }

    /// <summary>Rewriting of the prompt is the model's default.</summary>
    private static void Expansion(JsonObject input, bool isOff)
    {
        if (isOff)
        {
            input["enable_prompt_expansion"] = false;
        }
    }
}
