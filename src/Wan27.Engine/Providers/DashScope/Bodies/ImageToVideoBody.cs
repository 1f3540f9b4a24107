using System.Text.Json.Nodes;
using Wan27.Engine.Contract;
using Wan27.Engine.Routes;
using Wan27.Engine.Routes.ImageToVideo;

namespace Wan27.Engine.Providers.DashScope.Bodies;

/// <summary>The body of the image-to-video route (contract section 3).</summary>
internal static class ImageToVideoBody
{
    public static DashScopeRequest Of(ImageToVideoRequest request, ContractView contract, Func<MediaSource, string> urlOf)
    {
        var input = VideoBody.Texts(request.Prompt, request.NegativePrompt);
        input["media"] = VideoBody.Media(request, urlOf);

        var parameters = new JsonObject();
        VideoBody.Resolution(parameters, request.Resolution);
        VideoBody.Duration(parameters, request.Duration);
        VideoBody.PromptExtend(parameters, request.NoPromptExtend);
        return DashScopeBodies.Assemble(request, contract.Data.Api.VideoSynthesis, isAsync: true, input, parameters, urlOf);
    }
}
