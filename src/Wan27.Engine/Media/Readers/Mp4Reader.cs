namespace Wan27.Engine.Media.Readers;

/// <summary>
/// MP4 and MOV: the top level is walked by box headers (so an index behind 4 GB of media costs one seek), the index is read by
/// <see cref="MoovReader"/>, and fragments are added up where the index does not state the length.
/// </summary>
internal static class Mp4Reader
{
    private const int TopLevelBoxes = 8_000;

    public static MediaFacts Read(ByteSource source, MediaFacts facts)
    {
        Mp4Index? index = null;
        var fragments = false;
        bool? moovFirst = null;
        var sidx = 0.0;
        var count = 0;
        var boxes = new BoxCursor(source, 0, source.Length);
        while (count++ < TopLevelBoxes && boxes.Next())
        {
            var isBeyond = boxes.End > source.Length;
            switch (boxes.Type)
            {
                case BoxType.Moov when index is null:
                    moovFirst ??= true;
                    index = MoovReader.Read(source, boxes.Data, Math.Min(boxes.End, source.Length));
                    break;
                case BoxType.Mdat:
                    moovFirst ??= false;
                    break;
                case BoxType.Sidx:
                    sidx += Mp4Fragments.IndexedSeconds(source, boxes.Data);
                    break;
                case BoxType.Moof:
                    fragments = true;
                    if (index is not null)
                    {
                        Mp4Fragments.Add(source, index, boxes.Data, Math.Min(boxes.End, source.Length));
                    }

                    break;
            }

            if (isBeyond)
            {
                facts = source.IsPartial ? facts : facts.Truncated($"a part of it ends at byte {boxes.End}, the file at byte {source.Length}");
                break;
            }
        }

        if (boxes.IsBroken && index is null)
        {
            facts = facts.Malformed("its boxes cannot be followed");
        }

        if (source.IsExhausted || count > TopLevelBoxes)
        {
            facts = facts.With(
                MediaProblemKind.TooComplex, "The file has more parts than a quick look can follow; its length may be longer than shown.", "Check it with -Deep, or remux it to a plain MP4.");
        }

        if (index is not null)
        {
            return Describe(source, facts with { MoovFirst = moovFirst, IsFragmented = fragments || index.IsFragmented }, index, sidx);
        }

        return source.IsPartial || source.HasFailed
            ? facts
            : facts.With(
                MediaProblemKind.MoovMissing,
                "The film has no index (moov): its recording or copy was not finished.",
                "Copy the file again, or repair it with the program that recorded it.");
    }

    private static MediaFacts Describe(ByteSource source, MediaFacts facts, Mp4Index index, double sidx)
    {
        var video = index.Tracks.Where(static track => track.IsVideo).MaxBy(static track => (long)track.Width * track.Height);
        var audio = index.Tracks.FirstOrDefault(static track => track.IsAudio);
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
        else if (video is null && audio is null && !index.IsCompressed)
        {
            facts = facts.With(MediaProblemKind.NoTracks, "The file has neither a video nor an audio track.", "Export it again with its media.");
        }

        if (index.Tracks.Any(static track => track.IsEncrypted))
        {
            facts = facts.With(MediaProblemKind.Encrypted, "The media is encrypted.", "Use a file without copy protection.");
        }

        if (!source.IsPartial && index.Tracks.Any(track => track.LastChunk >= (ulong)source.Length))
        {
            facts = facts.Truncated("its index points to media behind the end of the file");
        }

        if (video is not null)
        {
            facts = facts.Sized(
                video.Width > 0 ? video.Width : video.DisplayWidth, video.Height > 0 ? video.Height : video.DisplayHeight, video.Rotation, video.IsMirrored);
        }

        var stored = Longest(index.Tracks, static track => track.Stored);
        var shown = index.FragmentDuration
            ?? Longest(index.Tracks, track => track.EditDuration is > 0 ? Mp4Track.Time(track.EditDuration.Value, index.Timescale) : track.Stored);
        if (index.IsFragmented && sidx > 0 && sidx < TimeSpan.MaxValue.TotalSeconds / 2 && TimeSpan.FromSeconds(sidx) > (shown ?? TimeSpan.Zero))
        {
            shown = TimeSpan.FromSeconds(sidx);
        }

        return facts with
        {
            Kind = video is not null ? MediaKind.Video : audio is not null ? MediaKind.Audio : MediaFormat.KindOf(facts.Format),
            Duration = shown ?? index.Duration,
            StoredDuration = stored,
            Granularity = index.Tracks.Where(static track => track.IsVideo || track.IsAudio).Select(static track => track.Longest).DefaultIfEmpty().Max(),
            FrameRate = video?.FrameRate,
            IsVariableFrameRate = video is { Samples: > 2 } ? video.IsVariable : null,
            VideoCodec = video?.Codec,
            HasAudio = audio is not null,
            AudioCodec = audio?.Codec,
            SampleRate = audio is { SampleRate: > 0 } ? audio.SampleRate : null,
            Channels = audio is { Channels: > 0 } ? audio.Channels : null,
            HasEditList = index.Tracks.Any(static track => track.EditDuration is not null),
        };
    }

    private static TimeSpan? Longest(IEnumerable<Mp4Track> tracks, Func<Mp4Track, TimeSpan?> length)
        => tracks.Where(static track => track.IsVideo || track.IsAudio).Max(length);
}
