namespace Wan27.Engine.Media.Readers;

/// <summary>Turns what the walk over a film has found into facts.</summary>
/// <param name="index">The index.</param>
/// <param name="segments">Its segment indexes.</param>
/// <param name="isWhole">True when every box of the file was looked at.</param>
/// <param name="isFragmented">True when the film has fragments or announces them.</param>
internal sealed class Mp4Description(Mp4Index index, Mp4SegmentIndex segments, bool isWhole, bool isFragmented)
{
    private readonly Mp4Track? _picture = Mp4FilmTrack.Find(index);
    private readonly Mp4Track? _sound = index.Tracks.Where(static track => track.IsAudio).OrderByDescending(static track => track.IsEnabled).FirstOrDefault();

    public MediaFacts Apply(MediaFacts facts)
    {
        facts = WithContentProblems(facts);
        if (_picture is not null)
        {
            facts = WithPicture(facts, _picture);
        }

        var main = _picture ?? _sound;
        var sound = _picture is null ? null : LengthOf(_sound);
        var shown = LengthOf(main) ?? index.FragmentDuration ?? (main is null ? null : segments.Covered(main.Id)) ?? index.Duration;
        return facts with
        {
            Kind = _picture is not null ? MediaKind.Video : _sound is not null ? MediaKind.Audio : MediaFormat.KindOf(facts.Format),
            Duration = shown,
            StoredDuration = main?.Stored,
            SoundDuration = sound,
            OtherLengths = main is null || shown is null ? [] : [.. Others(main, shown.Value, sound)],
            PictureTrack = _picture?.Place,
            Granularity = main?.Longest ?? TimeSpan.Zero,
            FrameRate = _picture?.FrameRate,
            IsVariableFrameRate = _picture is { Timeline.Samples: > 2 } ? _picture.Timeline.IsVariable : null,
            VideoCodec = _picture?.Codec,
            HasAudio = _sound is not null,
            AudioCodec = _sound?.Codec,
            SampleRate = _sound is { SampleRate: > 0 } ? _sound.SampleRate : null,
            Channels = _sound is { Channels: > 0 } ? _sound.Channels : null,
            HasEditList = index.Tracks.Any(static track => track.Edits.Count > 0),
        };
    }

    private MediaFacts WithContentProblems(MediaFacts facts)
    {
        if (index.IsCompressed)
        {
            facts = facts.Malformed("its index is compressed, which only old QuickTime reads");
        }

        if (index.IsReference || index.Tracks.Any(static track => track.IsElsewhere))
        {
            facts = facts.With(
                MediaProblemKind.ReferenceMovie,
                "The file is a QuickTime reference movie: it only points to media in other files.",
                "Export it as a self-contained movie.");
        }
        else if (_picture is null && _sound is null && !index.IsCompressed)
        {
            facts = facts.With(MediaProblemKind.NoTracks, "The file has neither a video nor an audio track.", "Export it again with its media.");
        }

        if (index.Tracks.Any(static track => track.IsEncrypted))
        {
            facts = facts.With(MediaProblemKind.Encrypted, "The media is encrypted.", "Use a file without copy protection.");
        }

        if (!facts.IsPartial && index.Tracks.Any(track => track.MediaEnd > (ulong)facts.Length))
        {
            facts = facts.Truncated("its index points to media behind the end of the file");
        }

        return facts;
    }

    private MediaFacts WithPicture(MediaFacts facts, Mp4Track picture)
    {
        var matrix = picture.Matrix.Then(index.Matrix);
        facts = facts.Sized(
            picture.Width > 0 ? picture.Width : picture.DisplayWidth, picture.Height > 0 ? picture.Height : picture.DisplayHeight, matrix.Rotation, matrix.IsMirrored);
        var pixel = picture.Pixel ?? PixelAspect.Of((long)picture.DisplayWidth * picture.Height, (long)picture.DisplayHeight * picture.Width);
        facts = facts with { PixelAspect = matrix.Rotation is 90 or 270 ? pixel?.Turned : pixel };
        if (!picture.IsEnabled)
        {
            facts = facts.With(
                MediaProblemKind.TrackDisabled, "Its only film track is switched off: players show no picture, though programs that ignore the switch do.",
                "Switch the track on, or export the film again.");
        }

        if (!picture.HasFragments && picture.Edits.Any(static edit => !edit.IsEmpty && edit.Length == 0))
        {
            facts = facts.With(
                MediaProblemKind.ZeroEdit, "Its edit list shows a part of length zero, which players read as the rest of the film and ffmpeg as nothing.",
                "Export the film again with another program.");
        }

        if (isWhole && picture.Timeline.Samples == 0 && !facts.Problems.Any(static problem => problem.IsFatal))
        {
            return facts.With(MediaProblemKind.NoTracks, "Its film track holds no pictures.", "Export the film again with its media.");
        }

        return isWhole && picture.Timeline.Samples == 1
            ? facts.With(MediaProblemKind.StillFilm, "Its film track holds a single picture, which does not move.", "Give a film that moves, or use the picture itself where a picture is asked for.")
            : facts;
    }

    /// <summary>
    /// Length as shown. Where the file was not seen to its end, the largest of the lengths that are stated: fragments may follow.
    /// </summary>
    private TimeSpan? LengthOf(Mp4Track? track)
    {
        var shown = track?.Shown(index.Timescale);
        return track is null || isWhole || !isFragmented
            ? shown
            : new[] { shown, index.FragmentDuration, segments.Covered(track.Id), index.Duration }.Max();
    }

    /// <summary>What other headers say of the length, each with what it would say if it agreed.</summary>
    private IEnumerable<MediaLength> Others(Mp4Track main, TimeSpan shown, TimeSpan? sound)
    {
        var delayed = shown + Delay(main);
        var last = sound + (_sound is null ? TimeSpan.Zero : Delay(_sound));
        if (index.Duration is { } film)
        {
            yield return new MediaLength("movie header", film, Nearest(film, shown, delayed, last));
        }

        if (index.FragmentDuration is { } whole)
        {
            yield return new MediaLength("fragment header", whole, Nearest(whole, shown, delayed, last));
        }

        if (segments.Covered(main.Id) is { } covered)
        {
            yield return new MediaLength("segment index", covered, Nearest(covered, shown, main.Stored));
        }

        if (Mp4Track.Time(main.HeaderDuration, index.Timescale) is { } track)
        {
            yield return new MediaLength("track header", track, Nearest(track, shown, delayed));
        }

        if (Mp4Track.Time(main.MediaDuration, main.Timescale) is { } media)
        {
            yield return new MediaLength("media header", media, Nearest(media, shown, main.Stored));
        }
    }

    private TimeSpan Delay(Mp4Track track) => Mp4Track.Span(Mp4EditList.Delay(track.Edits, index.Timescale)) ?? TimeSpan.Zero;

    private static TimeSpan Nearest(TimeSpan stated, params TimeSpan?[] lengths)
        => lengths.OfType<TimeSpan>().MinBy(length => (length - stated).Duration());
}
