using System.Text.Json.Nodes;
using Wan27.Engine.Contract;
using Wan27.Engine.Routes;
using Wan27.Engine.Routes.TextToVideo;

namespace Wan27.Engine.Providers.DashScope.Bodies;

/// <summary>The body of the text-to-video route (contract section 5).</summary>
internal static class TextToVideoBody
{
    public static DashScopeRequest Of(TextToVideoRequest request, ContractView contract, Func<MediaSource, string> urlOf)
    {
        var input = VideoBody.Texts(request.Prompt, request.NegativePrompt);
        if (request.DrivingAudio is { } sound)
        {
            input["audio_url"] = urlOf(sound);
        }

        var parameters = new JsonObject();
        VideoBody.Resolution(parameters, request.Resolution);
        VideoBody.PromptExtend(parameters, request.NoPromptExtend);
        VideoBody.Ratio(parameters, request.Ratio);
        VideoBody.Duration(parameters, request.Duration);
        return DashScopeBodies.Assemble(request, contract.Data.Api.VideoSynthesis, isAsync: true, input, parameters, urlOf);
    }
}
