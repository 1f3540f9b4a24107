using System.Text.Json.Nodes;
using Wan27.Engine.Contract;
using Wan27.Engine.Routes;
using Wan27.Engine.Routes.Image;

namespace Wan27.Engine.Providers.DashScope.Bodies;

/// <summary>The body of the image route, the same for both of its endpoints (contract section 2.2).</summary>
internal static class ImageBody
{
    public static DashScopeRequest Of(ImageRequest request, ContractView contract, Func<MediaSource, string> urlOf)
    {
        var content = new JsonArray([.. request.Images.Select(image => new JsonObject { ["image"] = urlOf(image) })]);
        if (request.Prompt is not null)
        {
            content.Add(new JsonObject { ["text"] = request.Prompt });
        }

        // The count drives the bill and sources disagree about its default: it is never left to the service.
        var parameters = new JsonObject { ["n"] = request.CountToMake(contract) };
        if (request.SizeToMake is { } size)
        {
            parameters["size"] = size;
        }

        if (request.Sequential)
        {
            parameters["enable_sequential"] = true;
        }

        if (request.NoThinking)
        {
            parameters["thinking_mode"] = false;
        }

        if (request.Palette.Count > 0)
        {
            parameters["color_palette"] = new JsonArray([.. request.Palette.Select(static color => new JsonObject { ["hex"] = color.Hex, ["ratio"] = color.Ratio })]);
        }

        if (request.Boxes is not null)
        {
            parameters["bbox_list"] = new JsonArray([.. request.Boxes.Select(static boxes => new JsonArray([.. boxes.Select(static box => new JsonArray(box.Left, box.Top, box.Right, box.Bottom))]))]);
        }

        var input = new JsonObject { ["messages"] = new JsonArray(new JsonObject { ["role"] = "user", ["content"] = content }) };
        var api = contract.Data.Api;
        return DashScopeBodies.Assemble(request, request.IsAsync ? api.ImageAsync : api.ImageSync, request.IsAsync, input, parameters, urlOf);
    }
}
