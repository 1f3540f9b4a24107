using System.Text.Json.Nodes;
using Wan27.Engine.Routes;

namespace Wan27.Engine.Providers.DashScope.Bodies;

/// <summary>What the bodies of the video routes have in common (contract sections 3 to 5).</summary>
internal static class VideoBody
{
    /// <summary>The texts of the input.</summary>
    public static JsonObject Texts(string? prompt, string? negativePrompt)
    {
        var input = new JsonObject();
        if (prompt is not null)
        {
            input["prompt"] = prompt;
        }

        if (negativePrompt is not null)
        {
            input["negative_prompt"] = negativePrompt;
        }

        return input;
    }

    /// <summary>Media by type and URL, in the order of the request.</summary>
    public static JsonArray Media(RouteRequest request, Func<MediaSource, string> urlOf)
        => new([.. request.Media.Select(part => Media(part, urlOf))]);

    /// <summary>One of them.</summary>
    public static JsonObject Media(MediaPart part, Func<MediaSource, string> urlOf) => new() { ["type"] = part.Type, ["url"] = urlOf(part.Source) };

    /// <summary>The tier, as the service writes it.</summary>
    public static void Resolution(JsonObject parameters, string? resolution)
    {
        if (resolution is not null)
        {
            parameters["resolution"] = resolution.ToUpperInvariant();
        }
    }

    /// <summary>The shape of the output.</summary>
    public static void Ratio(JsonObject parameters, string? ratio)
    {
        if (ratio is not null)
        {
            parameters["ratio"] = ratio;
        }
    }

    /// <summary>Whole seconds.</summary>
    public static void Duration(JsonObject parameters, int? duration)
    {
        if (duration is { } seconds)
        {
            parameters["duration"] = seconds;
        }
    }

    /// <summary>Rewriting of the prompt is the service's default.</summary>
    public static void PromptExtend(JsonObject parameters, bool isOff)
    {
        if (isOff)
        {
            parameters["prompt_extend"] = false;
        }
    }
}
