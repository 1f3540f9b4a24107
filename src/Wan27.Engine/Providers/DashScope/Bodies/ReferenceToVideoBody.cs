using System.Text.Json.Nodes;
using Wan27.Engine.Contract;
using Wan27.Engine.Routes;
using Wan27.Engine.Routes.ReferenceToVideo;

namespace Wan27.Engine.Providers.DashScope.Bodies;

/// <summary>The body of the reference-to-video route (contract section 5). A voice is a field of the reference that it belongs to.</summary>
internal static class ReferenceToVideoBody
{
    public static DashScopeRequest Of(ReferenceToVideoRequest request, ContractView contract, Func<MediaSource, string> urlOf)
    {
        var input = VideoBody.Texts(request.Prompt, request.NegativePrompt);
        var media = new JsonArray();
        if (request.FirstFramePart is { } frame)
        {
            media.Add(VideoBody.Media(frame, urlOf));
        }

        foreach (var reference in request.References)
        {
            var item = VideoBody.Media(reference.Media, urlOf);
            if (reference.Voice is { } voice)
            {
                item["reference_voice"] = urlOf(voice.Source);
            }

            media.Add(item);
        }

        input["media"] = media;
        var parameters = new JsonObject();
        VideoBody.Resolution(parameters, request.Resolution);
        VideoBody.PromptExtend(parameters, request.NoPromptExtend);
        VideoBody.Ratio(parameters, request.Ratio);
        VideoBody.Duration(parameters, request.Duration);
        return DashScopeBodies.Assemble(request, contract.Data.Api.VideoSynthesis, isAsync: true, input, parameters, urlOf);
    }
}
