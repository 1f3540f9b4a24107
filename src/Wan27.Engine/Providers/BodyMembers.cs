using System.Text.Json.Nodes;
using Wan27.Engine.Routes;

namespace Wan27.Engine.Providers;

/// <summary>Members of a body that is sent: what was not asked for is left out. Their names are for each provider to know.</summary>
internal static class BodyMembers
{
    public static void Put(this JsonObject body, string name, string? text)
    {
        if (text is not null)
        {
            body[name] = text;
        }
    }

    public static void Put(this JsonObject body, string name, bool? yes)
    {
        if (yes is { } value)
        {
            body[name] = value;
        }
    }

    public static void Put(this JsonObject body, string name, long? number)
    {
        if (number is { } value)
        {
            body[name] = value;
        }
    }

    public static void Put(this JsonObject body, string name, MediaSource? source, Func<MediaSource, string> urlOf)
        => body.Put(name, source is null ? null : urlOf(source));

    public static void Put(this JsonObject body, string name, IReadOnlyList<MediaSource> sources, Func<MediaSource, string> urlOf)
    {
        if (sources.Count > 0)
        {
            body[name] = new JsonArray([.. sources.Select(source => (JsonNode)urlOf(source))]);
        }
    }
}
