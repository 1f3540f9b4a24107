using System.Text.RegularExpressions;
using Wan27.Engine.Contract;
using Wan27.Engine.Records;

namespace Wan27.Engine.Media;

/// <summary>What a user may choose about conforming.</summary>
internal sealed partial record ConformOptions
{
    public static ConformOptions Default { get; } = new();

    public MediaFit Fit { get; init; } = MediaFit.Pad;

    /// <summary>Colour of bars and of what was transparent: <c>#RRGGBB</c> or a colour's English name.</summary>
    public string Background { get; init; } = "black";

    /// <summary>Format to write, in the contract's spelling; absent to keep the source's where the route takes it.</summary>
    public string? Format { get; init; }

    /// <summary>True to replace a file that is there already.</summary>
    public bool Overwrite { get; init; }

    /// <summary>The colour as ffmpeg writes it.</summary>
    public string Colour => Known().IsMatch(Background)
        ? Background.Replace("#", "0x", StringComparison.Ordinal)
        : throw MediaErrors.ConformBackground(ServerText.Prose(Background));

    [GeneratedRegex("^(#[0-9A-Fa-f]{6}|[A-Za-z]{3,24})$", RegexOptions.CultureInvariant)]
    private static partial Regex Known();
}
