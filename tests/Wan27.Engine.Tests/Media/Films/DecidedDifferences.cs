namespace Wan27.Engine.Tests.Media.Films;

/// <summary>
/// Where the engine and ffprobe are known to differ, and why the engine is left as it is. docs/testing.md has the same table; whatever
/// is not in it is a bug.
/// </summary>
internal static class DecidedDifferences
{
    public static IReadOnlyList<DecidedDifference> All { get; } =
    [
        new(
            "length", "an edit at another speed than one", "The edit list says how long the media is shown; ffmpeg plays it at full speed. The length as shown is the greater risk, and the stored one is told beside it.",
            static recipe => recipe.Operations.Contains("at half speed")),
        new(
            "track", "an edit of length zero in a film without fragments", "It means the rest, as QuickTime plays it; ffmpeg shows nothing. The reader counts the rest and warns.",
            static recipe => recipe.Operations.Any(static operation => operation is "edits of zero" or "a delay, then the rest")),
        new(
            "length", "a delay and an edit of length zero, AV1", "Of AV1 ffmpeg keeps the track, with the delay alone for its length and no frame that is shown; the reader counts the rest too, as QuickTime plays it.",
            static recipe => recipe.Arguments.Contains("{av1}", StringComparison.Ordinal) && recipe.Operations.Contains("a delay, then the rest")),
        new(
            "track", "a still beside sound, and a film that the still names as its chapters", "Chapters are no film and a still beside sound is a cover, so nothing is left but sound; ffmpeg takes the still for a film.",
            static recipe => recipe.Name == "second picture holds the chapters, a still in front"),
        new(
            "alarm", "fragments behind an index that holds the first part", "The headers do say less than the film holds; the warning is right though every muxer of the kind writes them so.",
            static recipe => recipe.Arguments.Contains("frag_", StringComparison.Ordinal) && !recipe.Arguments.Contains("empty_moov", StringComparison.Ordinal)),
        new(
            "alarm", "titles or a second sound longer than the picture", "The movie header counts the longest track, so that a service which goes by it would see a longer film; the warning says so.",
            static recipe => recipe.Arguments.Contains("{titles}", StringComparison.Ordinal) || recipe.Arguments.Contains("-map 2:a", StringComparison.Ordinal)),
        new(
            "sound", "MP3 and AC-3 of one channel", "The sample entry says two, as MP4 writers do for any sound; nothing is judged by the channels of a film.",
            static recipe => recipe.Arguments.Contains("{mp3}", StringComparison.Ordinal) || recipe.Arguments.Contains("{ac3}", StringComparison.Ordinal)),
        new(
            "sound", "a sound whose handler is of unknown kind", "Players leave such a track out; ffmpeg guesses by its codec.",
            static recipe => recipe.Operations.Contains("a sound of unknown kind")),
        new(
            "frame rate", "a segment index for the whole film beside sound", "ffprobe divides by the length of the index, which covers the sound too.",
            static recipe => recipe.Arguments.Contains("global_sidx", StringComparison.Ordinal)),
    ];

    public static bool Cover(FilmRecipe recipe, string field) => All.Any(row => row.Field == field && row.Applies(recipe));
}

/// <param name="Field">What differs.</param>
/// <param name="Where">For which films, in words.</param>
/// <param name="Reason">Why that is right.</param>
/// <param name="Applies">For which films.</param>
internal sealed record DecidedDifference(string Field, string Where, string Reason, Func<FilmRecipe, bool> Applies);
