using System.Globalization;

namespace Wan27.Emulator.Service;

/// <summary>One entry of <c>input.media</c>.</summary>
internal sealed record MediaItem(string Type, string Url)
{
    /// <summary>The voice of a reference, where the route has voices.</summary>
    public string? Voice { get; init; }

    public static IReadOnlyList<MediaItem> ListOf(FieldReader input, bool hasVoices = false)
    {
        var entries = input.List("media") ?? throw input.Required("media");
        var items = new List<MediaItem>();
        for (var index = 0; index < entries.Count; index++)
        {
            var entry = input.Item("media", index, entries[index]);
            items.Add(new(entry.Text("type") ?? throw entry.Required("type"), entry.Text("url") ?? throw entry.Required("url")) { Voice = hasVoices ? entry.Text("reference_voice") : null });
            entry.NameTheRest();
        }

        return items;
    }

    /// <summary>720 for 720P, as usage counts it.</summary>
    public static int TierOf(string resolution) => int.Parse(resolution.TrimEnd('P'), CultureInfo.InvariantCulture);
}
