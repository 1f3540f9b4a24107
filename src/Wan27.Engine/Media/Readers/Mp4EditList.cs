namespace Wan27.Engine.Media.Readers;

/// <summary>Applies an edit list to the media of its track.</summary>
internal static class Mp4EditList
{
    /// <summary>Seconds from the first thing shown to the last: what comes late is not longer, so an empty edit in front does not count.</summary>
    /// <param name="edits">The list.</param>
    /// <param name="filmTimescale">Units a second of the edits' lengths.</param>
    /// <param name="timescale">Units a second of the media.</param>
    /// <param name="media">The samples.</param>
    public static double Shown(IReadOnlyList<Mp4Edit> edits, uint filmTimescale, uint timescale, Mp4Timeline media)
    {
        var shown = 0.0;
        var gap = 0.0;
        var last = LastShown(edits);
        for (var i = 0; i <= last; i++)
        {
            var edit = edits[i];
            var length = filmTimescale == 0 ? 0 : (double)edit.Length / filmTimescale;
            if (edit.IsEmpty)
            {
                gap += shown > 0 ? length : 0;
                continue;
            }

            // What lies before the first sample or behind the last is not there to be shown.
            var speed = edit.Rate > 0 ? edit.Rate : 1;
            var from = (double)Math.Max(edit.Time, media.Start ?? 0);
            var end = (double)media.End;
            var to = length == 0 ? end : Math.Min(edit.Time + (length * speed * timescale), end);
            if (to <= from)
            {
                continue;
            }

            shown += gap + (edit.Rate == 0 && length > 0 ? length : (to - from) / timescale / speed);
            gap = 0;
        }

        return shown;
    }

    /// <summary>Seconds before the first thing is shown.</summary>
    public static double Delay(IReadOnlyList<Mp4Edit> edits, uint filmTimescale)
        => filmTimescale == 0 ? 0 : edits.TakeWhile(static edit => edit.IsEmpty).Sum(edit => (double)edit.Length / filmTimescale);

    private static int LastShown(IReadOnlyList<Mp4Edit> edits)
    {
        var last = edits.Count - 1;
        while (last >= 0 && edits[last].IsEmpty)
        {
            last--;
        }

        return last;
    }
}
