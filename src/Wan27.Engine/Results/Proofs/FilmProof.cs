namespace Wan27.Engine.Results.Proofs;

/// <summary>
/// An MP4 or MOV is whole when its boxes lead to the last byte of the file and the bytes of every sample lie in its media. A film with its
/// index in front says nothing when its end is missing: only the samples tell.
/// </summary>
internal static class FilmProof
{
    /// <summary>What is wrong with the file; null when it is whole.</summary>
    public static string? Fault(ProofBytes bytes)
    {
        var media = new MediaRanges();
        var indexes = new List<ProofBox>();
        var fragments = new List<ProofBox>();
        for (var offset = 0L; offset < bytes.Length;)
        {
            if (ProofBox.At(bytes, offset, bytes.Length) is not { } box || (box.End > bytes.Length && !box.IsCommon))
            {
                return $"{bytes.Length - offset} bytes that are no part of a film stand at byte {offset}";
            }

            if (box.End > bytes.Length)
            {
                return $"its part {box.Name} ends at byte {box.End}, the file at byte {bytes.Length}";
            }

            switch (box.Type)
            {
                case ProofBox.Mdat:
                    media.Add(box.Data, box.End);
                    break;
                case ProofBox.Moov:
                    indexes.Add(box);
                    break;
                case ProofBox.Moof:
                    fragments.Add(box);
                    break;
            }

            offset = box.End;
        }

        return indexes switch
        {
            [] => "it has no index (moov)",
            [var index] => media.IsEmpty ? "it holds no media (mdat)" : SampleFault(bytes, index, fragments, media),
            _ => $"it has {indexes.Count} indexes (moov)",
        };
    }

    private static string? SampleFault(ProofBytes bytes, ProofBox index, List<ProofBox> fragments, MediaRanges media)
    {
        var pictures = 0L;
        var pictureTracks = new HashSet<uint>();
        var number = 0;
        foreach (var track in index.Children(bytes).Where(static box => box.Type == ProofBox.Trak))
        {
            number++;
            if (track.Child(bytes, ProofBox.Mdia) is not { } mediaBox
                || mediaBox.Child(bytes, ProofBox.Minf)?.Child(bytes, ProofBox.Stbl) is not { } table)
            {
                return $"its track {number} has no table of samples";
            }

            if (TrackTable.Fault(bytes, table, number, media, out var samples) is { } fault)
            {
                return fault;
            }

            if (mediaBox.Child(bytes, ProofBox.Hdlr) is { } handler && bytes.UInt32(handler.Data + 8) == ProofBox.Vide)
            {
                pictures += samples;
                pictureTracks.Add(TrackId(bytes, track));
            }
        }

        var defaults = DefaultSizes(bytes, index);
        foreach (var fragment in fragments)
        {
            if (FilmFragment.Fault(bytes, fragment, defaults, media, pictureTracks, ref pictures) is { } fault)
            {
                return fault;
            }
        }

        return pictures > 0 ? null : "it holds no moving picture";
    }

    private static uint TrackId(ProofBytes bytes, ProofBox track)
        => track.Child(bytes, ProofBox.Tkhd) is { } head ? bytes.UInt32(head.Data + (bytes.Byte(head.Data) == 1 ? 20 : 12)) : 0;

    /// <summary>The size of samples whose fragment gives none, by track.</summary>
    private static Dictionary<uint, uint> DefaultSizes(ProofBytes bytes, ProofBox index)
    {
        var sizes = new Dictionary<uint, uint>();
        foreach (var entry in index.Child(bytes, ProofBox.Mvex)?.Children(bytes).Where(static box => box.Type == ProofBox.Trex) ?? [])
        {
            sizes[bytes.UInt32(entry.Data + 4)] = bytes.UInt32(entry.Data + 16);
        }

        return sizes;
    }
}
