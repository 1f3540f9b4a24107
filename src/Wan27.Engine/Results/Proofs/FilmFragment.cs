namespace Wan27.Engine.Results.Proofs;

/// <summary>One fragment of a film (moof), held against where the media lies.</summary>
internal static class FilmFragment
{
    private const int BaseGiven = 0x1;
    private const int DescriptionGiven = 0x2;
    private const int DurationGiven = 0x8;
    private const int SizeGiven = 0x10;
    private const int BaseIsFragment = 0x20000;
    private const int PlaceGiven = 0x1;
    private const int FirstFlagsGiven = 0x4;
    private const int SizesGiven = 0x200;

    /// <summary>What is wrong with it; null when every sample lies in the media.</summary>
    public static string? Fault(ProofBytes bytes, ProofBox fragment, Dictionary<uint, uint> defaults, MediaRanges media, HashSet<uint> pictureTracks, ref long pictures)
    {
        var next = fragment.Start;
        foreach (var part in fragment.Children(bytes).Where(static box => box.Type == ProofBox.Traf))
        {
            if (part.Child(bytes, ProofBox.Tfhd) is not { } head)
            {
                return $"its fragment at byte {fragment.Start} names no track";
            }

            var flags = bytes.UInt32(head.Data);
            var track = bytes.UInt32(head.Data + 4);
            var field = head.Data + 8;
            var start = (flags & BaseIsFragment) != 0 ? fragment.Start : next;
            if ((flags & BaseGiven) != 0)
            {
                start = (long)Math.Min(bytes.UInt64(field), long.MaxValue / 2);
                field += 8;
            }

            field += ((flags & DescriptionGiven) != 0 ? 4 : 0) + ((flags & DurationGiven) != 0 ? 4 : 0);
            var size = (flags & SizeGiven) != 0 ? bytes.UInt32(field) : defaults.GetValueOrDefault(track);
            next = start;
            foreach (var run in part.Children(bytes).Where(static box => box.Type == ProofBox.Trun))
            {
                if (RunFault(bytes, run, start, size, media, ref next, out var samples) is { } fault)
                {
                    return $"its fragment at byte {fragment.Start} {fault}; the file has {bytes.Length} bytes";
                }

                pictures += pictureTracks.Contains(track) ? samples : 0;
            }
        }

        return null;
    }

    private static string? RunFault(ProofBytes bytes, ProofBox run, long start, uint size, MediaRanges media, ref long next, out long samples)
    {
        var flags = bytes.UInt32(run.Data);
        samples = bytes.UInt32(run.Data + 4);
        var field = run.Data + 8;
        if ((flags & PlaceGiven) != 0)
        {
            next = start + (int)bytes.UInt32(field);
            field += 4;
        }

        field += (flags & FirstFlagsGiven) != 0 ? 4 : 0;
        var width = 4 * long.PopCount(flags & 0xF00);
        if (field + (width * samples) > run.End)
        {
            return "has a table that is cut off";
        }

        var length = (long)Math.Min((ulong)size * (ulong)samples, long.MaxValue / 2);
        if ((flags & SizesGiven) != 0)
        {
            var at = field + ((flags & 0x100) != 0 ? 4 : 0);
            length = 0;
            for (var sample = 0L; sample < samples; sample++)
            {
                length += bytes.UInt32(at + (sample * width));
            }
        }

        if (samples > 0 && !media.Hold(next, length))
        {
            return $"places samples at bytes {next} to {next + length}, which do not lie in its media";
        }

        next += length;
        return null;
    }
}
