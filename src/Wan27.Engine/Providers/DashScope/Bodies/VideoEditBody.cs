using System.Text.Json.Nodes;
using Wan27.Engine.Contract;
using Wan27.Engine.Routes;
using Wan27.Engine.Routes.VideoEdit;

namespace Wan27.Engine.Providers.DashScope.Bodies;

/// <summary>The body of the video-edit route (contract section 4).</summary>
internal static class VideoEditBody
{
    public static DashScopeRequest Of(VideoEditRequest request, ContractView contract, Func<MediaSource, string> urlOf)
    {
        var input = VideoBody.Texts(request.Prompt, request.NegativePrompt);
        input["media"] = VideoBody.Media(request, urlOf);

        var parameters = new JsonObject();
        VideoBody.Resolution(parameters, request.Resolution);
        VideoBody.Ratio(parameters, request.Ratio);
        VideoBody.Duration(parameters, request.Duration);
        if (request.AudioSetting is not null)
        {
            parameters["audio_setting"] = request.AudioSetting.ToLowerInvariant();
        }

        VideoBody.PromptExtend(parameters, request.NoPromptExtend);
        return DashScopeBodies.Assemble(request, contract.Data.Api.VideoSynthesis, isAsync: true, input, parameters, urlOf);
    }
}
