using Wan27.Engine.Media;

namespace Wan27.Engine.Routes;

/// <summary>Something that can be asked of a route.</summary>
/// <param name="Name">The name of its parameter.</param>
/// <param name="Word">Its name in requests, journal and sidecars.</param>
internal sealed record RouteOption(string Name, string Word)
{
    /// <summary>Name of the list of its values in the contract data.</summary>
    public string? Values { get; init; }

    /// <summary>Name of the limit that it must not fall below.</summary>
    public string? Min { get; init; }

    /// <summary>Name of the limit that it must not exceed.</summary>
    public string? Max { get; init; }

    /// <summary>Name of the limit that says what is taken where it is left out.</summary>
    public string? Default { get; init; }

    /// <summary>What its media are for; null for an option that takes none.</summary>
    public MediaRole? Role { get; init; }

    /// <summary>Media of a role.</summary>
    /// <param name="role">The role.</param>
    /// <param name="max">Name of the limit on their number; null for one.</param>
    public static RouteOption Of(MediaRole role, string? max = null) => new(role.Name, role.Word) { Role = role, Max = max };

    /// <summary>The prompt of a route.</summary>
    public static RouteOption Prompt(string route) => new("Prompt", "prompt") { Max = $"{route}.prompt.characters.max" };

    /// <summary>What must not appear.</summary>
    public static RouteOption NegativePrompt(string route) => new("NegativePrompt", "negative_prompt") { Max = $"{route}.negativePrompt.characters.max" };

    /// <summary>Tier of a clip.</summary>
    public static RouteOption Resolution(string route) => new("Resolution", "resolution") { Values = $"{route}.resolution" };

    /// <summary>Shape of a clip.</summary>
    public static RouteOption Ratio(string route) => new("Ratio", "ratio") { Values = $"{route}.ratio" };

    /// <summary>Length of a clip.</summary>
    public static RouteOption Duration(string route, bool hasDefault = true)
        => new("Duration", "duration") { Min = $"{route}.duration.min", Max = $"{route}.duration.max", Default = hasDefault ? $"{route}.duration.default" : null };

    public static RouteOption NoPromptExtend { get; } = new("NoPromptExtend", "prompt_extend");

    public static RouteOption Watermark { get; } = new("Watermark", "watermark");

    public static RouteOption Seed { get; } = new("Seed", "seed") { Min = "seed.min", Max = "seed.max" };
}
