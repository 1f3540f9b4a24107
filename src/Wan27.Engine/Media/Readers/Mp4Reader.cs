namespace Wan27.Engine.Media.Readers;

/// <summary>
/// MP4 and MOV: the top level is walked by box headers (so an index behind 4 GB of media costs one seek), the index is read by
/// <see cref="MoovReader"/>, and every fragment adds its samples.
/// </summary>
internal static class Mp4Reader
{
    private const int TopLevelBoxes = 8_000;

    public static MediaFacts Read(ByteSource source, MediaFacts facts)
    {
        Mp4Index? index = null;
        var segments = new Mp4SegmentIndex();
        var hasFragments = false;
        bool? moovFirst = null;
        var count = 0;
        var isCut = false;
        long? junk = null;
        var boxes = new BoxCursor(source, 0, source.Length);
        while (count++ < TopLevelBoxes && boxes.Next())
        {
            if (boxes.End > source.Length && !BoxType.IsTopLevel(boxes.Type))
            {
                // Not a box that was cut off, but bytes that never were one.
                junk = boxes.Start;
                break;
            }

            var end = Math.Min(boxes.End, source.Length);
            switch (boxes.Type)
            {
                case BoxType.Moov when index is null:
                    moovFirst ??= true;
                    index = MoovReader.Read(source, boxes.Data, end);
                    break;
                case BoxType.Mdat:
                    moovFirst ??= false;
                    break;
                case BoxType.Sidx:
                    segments.Add(source, boxes.Data, end);
                    break;
                case BoxType.Moof:
                    hasFragments = true;
                    if (index is not null)
                    {
                        Mp4Fragments.Add(source, index, boxes.Start, boxes.Data, end);
                    }

                    break;
            }

            if (boxes.End > source.Length)
            {
                isCut = true;
                break;
            }
        }

        var isComplex = source.IsExhausted || count > TopLevelBoxes;
        var rest = isCut || isComplex || source.IsPartial ? 0 : source.Length - (junk ?? boxes.Position);
        if (isCut && !source.IsPartial)
        {
            facts = facts.Truncated($"a part of it ends at byte {boxes.End}, the file at byte {source.Length}");
        }

        if (isComplex)
        {
            facts = facts.With(
                MediaProblemKind.TooComplex, "The file has more parts than a quick look can follow; its length may be longer than shown.", "Check it with -Deep, or remux it to a plain MP4.");
        }

        if (index is null)
        {
            return source.IsPartial || source.HasFailed ? facts : WithoutIndex(facts, boxes.IsBroken ? boxes.Position : junk);
        }

        var isFragmented = hasFragments || index.IsFragmented;
        facts = new Mp4Description(index, segments, isWhole: !source.IsPartial && !isComplex, isFragmented)
            .Apply(facts with { MoovFirst = moovFirst, IsFragmented = isFragmented });
        return rest == 0
            ? facts
            : facts.With(
                MediaProblemKind.TrailingBytes,
                $"The last {Measure.Bytes(rest)} are no part of the film, which plays whole without them.",
                "Remux the film, or cut the bytes off, if a program stumbles over them.");
    }

    private static MediaFacts WithoutIndex(MediaFacts facts, long? lost)
        => lost is { } followed
            ? facts.Malformed($"its boxes cannot be followed from byte {followed} on, and none before holds its index (moov)")
            : facts.With(
                MediaProblemKind.MoovMissing,
                "The film has no index (moov): its recording or copy was not finished.",
                "Copy the file again, or repair it with the program that recorded it.");
}
