using System.Text.Json.Nodes;
using Wan27.Engine.Contract;
using Wan27.Engine.Routes;
using Wan27.Engine.Routes.ImageToVideo;
using Wan27.Engine.Routes.ReferenceToVideo;
using Wan27.Engine.Routes.TextToVideo;
using Wan27.Engine.Routes.VideoEdit;

namespace Wan27.Engine.Providers.Novita;

/// <summary>
/// The typed requests as Novita's models take them: one flat body, tiers in capitals, and for two of the routes a size in place of tier and
/// shape. What was not asked for is not sent; what cannot be sent has been refused before.
/// </summary>
internal static class NovitaBodies
{
    private static readonly string[] ReferenceSlots = ["reference_image_url", "reference_image_url_2", "reference_image_url_3"];

    private static readonly Dictionary<Type, Func<RouteRequest, ContractView, Func<MediaSource, string>, JsonObject>> Writers = new()
    {
        [typeof(ImageToVideoRequest)] = static (request, _, urlOf) => ImageToVideo((ImageToVideoRequest)request, urlOf),
        [typeof(VideoEditRequest)] = static (request, _, urlOf) => VideoEdit((VideoEditRequest)request, urlOf),
        [typeof(TextToVideoRequest)] = static (request, contract, urlOf) => TextToVideo((TextToVideoRequest)request, contract, urlOf),
        [typeof(ReferenceToVideoRequest)] = static (request, contract, urlOf) => ReferenceToVideo((ReferenceToVideoRequest)request, contract, urlOf),
    };

    /// <summary>True for a route that this provider has a body for.</summary>
    public static bool Carries(Type request) => Writers.ContainsKey(request);

    /// <summary>The request as it leaves.</summary>
    /// <param name="request">What is asked.</param>
    /// <param name="contract">The contract as the profile sees it.</param>
    /// <param name="urlOf">The URL of each of its media.</param>
    public static NovitaRequest Of(RouteRequest request, ContractView contract, Func<MediaSource, string> urlOf)
    {
        var body = Writers[request.GetType()](request, contract, urlOf);
        body.Put("watermark", request.Watermark);
        body.Put("seed", request.Seed);
        return new NovitaRequest(request.Model, body);
    }

    private static JsonObject ImageToVideo(ImageToVideoRequest request, Func<MediaSource, string> urlOf)
    {
        var body = Texts(request.Prompt, request.NegativePrompt);
        body.Put("image_url", request.FirstFrame, urlOf);
        body.Put("first_clip_url", request.FirstClip, urlOf);
        body.Put("last_frame_url", request.LastFrame, urlOf);
        body.Put("driving_audio_url", request.DrivingAudio, urlOf);
        body.Put("resolution", request.Resolution?.ToUpperInvariant());
        body.Put("duration", request.Duration);
        Rewriting(body, request.NoPromptExtend);
        return body;
    }

    private static JsonObject VideoEdit(VideoEditRequest request, Func<MediaSource, string> urlOf)
    {
        var body = Texts(request.Prompt, request.NegativePrompt);
        body.Put("video_url", request.Video, urlOf);
        foreach (var (slot, image) in ReferenceSlots.Zip(request.ReferenceImages))
        {
            body.Put(slot, image, urlOf);
        }

        body.Put("resolution", request.Resolution?.ToUpperInvariant());
        body.Put("ratio", request.Ratio);
        body.Put("duration", request.Duration);
        body.Put("audio_setting", request.AudioSetting?.ToLowerInvariant());
        Rewriting(body, request.NoPromptExtend);
        return body;
    }

    private static JsonObject TextToVideo(TextToVideoRequest request, ContractView contract, Func<MediaSource, string> urlOf)
    {
        var body = Texts(request.Prompt, request.NegativePrompt);
        body.Put("audio_url", request.DrivingAudio, urlOf);
        body.Put("size", Size(request, contract));
        body.Put("duration", request.Duration);
        Rewriting(body, request.NoPromptExtend);
        return body;
    }

    private static JsonObject ReferenceToVideo(ReferenceToVideoRequest request, ContractView contract, Func<MediaSource, string> urlOf)
    {
        var body = Texts(request.Prompt, request.NegativePrompt);

        // The prompt counts them in this order, whatever they are.
        body["media"] = new JsonArray([.. request.References.OrderBy(static reference => reference.Media.Type, StringComparer.Ordinal).Select(reference => (JsonNode)Medium(reference, urlOf))]);
        body.Put("size", Size(request, contract));
        body.Put("duration", request.Duration);
        return body;
    }

    private static JsonObject Medium(Reference reference, Func<MediaSource, string> urlOf)
    {
        var medium = new JsonObject { ["type"] = reference.Media.Type, ["url"] = urlOf(reference.Media.Source) };
        medium.Put("reference_voice", reference.Voice?.Source, urlOf);
        return medium;
    }

    private static JsonObject Texts(string? prompt, string? negative)
    {
        var body = new JsonObject();
        body.Put("prompt", prompt);
        body.Put("negative_prompt", negative);
        return body;
    }

    /// <summary>The one size that stands for tier and shape; nothing where neither was asked for.</summary>
    private static string? Size(RouteRequest request, ContractView contract) => AskedSize.Of(request, contract) is { IsAsked: true } asked ? asked.Size : null;

    /// <summary>Rewriting of the prompt is the provider's default.</summary>
    private static void Rewriting(JsonObject body, bool isOff)
    {
        if (isOff)
        {
            body["prompt_extend"] = false;
        }
    }
}
