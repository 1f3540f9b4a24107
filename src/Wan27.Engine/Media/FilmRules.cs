namespace Wan27.Engine.Media;

/// <summary>
/// What a film says of itself in more than one way: it is judged by its picture, and where another figure would lead another reader to
/// another verdict, that is said. All findings here are warnings, and there is none where everything agrees.
/// </summary>
internal static class FilmRules
{
    /// <summary>A frame of a slow film may be long; more than this is not one.</summary>
    private static readonly TimeSpan LongestFrame = TimeSpan.FromMilliseconds(500);

    /// <param name="sheet">Where the findings go.</param>
    /// <param name="rounding">Differences that come of rounding to whole frames and sound packets.</param>
    public static void Add(CheckSheet sheet, TimeSpan rounding)
    {
        var frame = sheet.Facts.Granularity < LongestFrame ? sheet.Facts.Granularity : LongestFrame;
        var tolerance = frame > rounding ? frame : rounding;
        AddPixels(sheet);
        AddLengths(sheet, tolerance);
        AddSoundLength(sheet, tolerance);
    }

    private static void AddPixels(CheckSheet sheet)
    {
        if (sheet.Facts is { PixelAspect: { IsSquare: false } pixel, Width: { } width, Height: { } height, ShownWidth: { } shown })
        {
            sheet.Add(
                $"{sheet.Role.Group}.pixels", WanCheckStatus.Warning, pixel.ToString(), "1:1",
                $"{sheet.Subject} stores {Measure.Size(width, height)} that are not square ({pixel}) and is shown as {Measure.Size(shown, height)}; the contract measures stored pixels, and the result may come out squeezed.",
                sheet.ConvertFix("make its pixels square"), source: null);
        }
    }

    private static void AddLengths(CheckSheet sheet, TimeSpan tolerance)
    {
        var odd = sheet.Facts.OtherLengths.Where(other => (other.Length - other.Expected).Duration() > tolerance).ToArray();
        if (odd.Length > 0 && sheet.Facts.Duration is { } length)
        {
            var figures = odd.Select(static other => $"its {other.Place} says {Measure.Seconds(other.Length)}").ToArray();
            sheet.Add(
                $"{sheet.Role.Group}.lengths", WanCheckStatus.Warning, Measure.Seconds(length), string.Join(", ", odd.Select(static other => $"{other.Place} {Measure.Seconds(other.Length)}")),
                $"{sheet.Subject} holds {Measure.Seconds(length)} of picture, but {Sentence(figures)}; the picture counts.",
                "Export it again, or remux it, so that every program sees the same length.", source: null);
        }
    }

    private static void AddSoundLength(CheckSheet sheet, TimeSpan tolerance)
    {
        if (sheet.Facts is { Duration: { } picture, SoundDuration: { } sound } && (picture - sound).Duration() > tolerance)
        {
            sheet.Add(
                $"{sheet.Role.Group}.soundLength", WanCheckStatus.Warning, Measure.Seconds(sound), Measure.Seconds(picture),
                $"{sheet.Subject} holds {Measure.Seconds(picture)} of picture and {Measure.Seconds(sound)} of sound; it is judged by its picture.",
                sound > picture ? "Cut the sound to the picture if the rest of it is not meant to be lost." : "Lengthen the sound if the end is not meant to be silent.", source: null);
        }
    }

    private static string Sentence(string[] parts)
        => parts.Length == 1 ? parts[0] : $"{string.Join(", ", parts[..^1])} and {parts[^1]}";
}
