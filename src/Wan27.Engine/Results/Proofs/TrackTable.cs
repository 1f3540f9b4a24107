namespace Wan27.Engine.Results.Proofs;

/// <summary>The sample table of one track, held against where the media lies.</summary>
internal static class TrackTable
{
    /// <summary>What is wrong with it; null when every sample lies in the media.</summary>
    public static string? Fault(ProofBytes bytes, ProofBox table, int track, MediaRanges media, out long samples)
    {
        samples = 0;
        var sizes = table.Child(bytes, ProofBox.Stsz) ?? table.Child(bytes, ProofBox.Stz2);
        var runs = table.Child(bytes, ProofBox.Stsc);
        var chunks = table.Child(bytes, ProofBox.Stco) ?? table.Child(bytes, ProofBox.Co64);
        if (sizes is not { } sizeBox || runs is not { } runBox || chunks is not { } chunkBox)
        {
            return $"its track {track} has no table of samples";
        }

        samples = bytes.UInt32(sizeBox.Data + 8);
        var runCount = bytes.UInt32(runBox.Data + 4);
        var chunkCount = bytes.UInt32(chunkBox.Data + 4);
        var size = new SampleSizes(bytes.Another(), sizeBox);
        var offsetWidth = chunkBox.Type == ProofBox.Co64 ? 8 : 4;
        if (!size.IsWhole || runBox.Data + 8 + (12L * runCount) > runBox.End || chunkBox.Data + 8 + ((long)offsetWidth * chunkCount) > chunkBox.End)
        {
            return $"the table of its track {track} is cut off";
        }

        var places = bytes.Another();
        var sample = 0L;
        var run = 0L;
        for (var chunk = 0L; chunk < chunkCount && sample < samples; chunk++)
        {
            while (run + 1 < runCount && bytes.UInt32(runBox.Data + 8 + (12 * (run + 1))) <= chunk + 1)
            {
                run++;
            }

            var count = run < runCount ? Math.Min(bytes.UInt32(runBox.Data + 8 + (12 * run) + 4), samples - sample) : 0;
            var place = chunkBox.Data + 8 + (chunk * offsetWidth);
            var start = offsetWidth == 8 ? (long)Math.Min(places.UInt64(place), long.MaxValue) : places.UInt32(place);
            var length = size.Sum(sample, count);
            if (!media.Hold(start, length))
            {
                return $"samples {sample + 1} to {sample + count} of its track {track} should lie at bytes {start} to {start + length} and do not lie in its media; the file has {bytes.Length}";
            }

            sample += count;
        }

        return sample < samples ? $"its track {track} counts {samples} samples and has a place for {sample}" : null;
    }
}
