using System.Buffers.Binary;

namespace Wan27.Engine.Media.Readers;

/// <summary>Adds up the lengths of a fragmented film, whose index may say nothing about them.</summary>
internal static class Mp4Fragments
{
    private const int SamplesPerRun = 4_096;
    private const int IndexEntries = 4_096;

    /// <summary>Seconds that a segment index covers.</summary>
    public static double IndexedSeconds(ByteSource source, long data)
    {
        if (source.UInt32(data + 8) is not ({ } timescale and > 0))
        {
            return 0;
        }

        var entries = data + (source.Byte(data) == 0 ? 20 : 28);
        var count = (source.UInt32(entries) ?? 0) & 0xFFFF;
        var sum = 0UL;
        for (var i = 0; i < Math.Min(count, IndexEntries); i++)
        {
            var entry = entries + 4 + (12L * i);
            if (source.UInt32(entry) is not { } reference || source.UInt32(entry + 4) is not { } length)
            {
                break;
            }

            // An entry that refers to another index is counted there.
            sum += (reference & 0x8000_0000) == 0 ? length : 0;
        }

        return (double)sum / timescale;
    }

    public static void Add(ByteSource source, Mp4Index index, long start, long end)
    {
        var boxes = new BoxCursor(source, start, end);
        while (boxes.Next())
        {
            if (boxes.Type == BoxType.Traf)
            {
                AddTrack(source, index, boxes.Data, Math.Min(boxes.End, end));
            }
        }
    }

    private static void AddTrack(ByteSource source, Mp4Index index, long start, long end)
    {
        Mp4Track? track = null;
        var sampleTime = 0U;
        ulong? from = null;
        var length = 0UL;
        var boxes = new BoxCursor(source, start, end);
        while (boxes.Next())
        {
            switch (boxes.Type)
            {
                case BoxType.Tfhd:
                    var id = source.UInt32(boxes.Data + 4);
                    track = index.Tracks.FirstOrDefault(candidate => candidate.Id == id);
                    sampleTime = DefaultOf(source, boxes.Data) ?? track?.DefaultSampleTime ?? 0;
                    break;
                case BoxType.Tfdt:
                    from = source.Byte(boxes.Data) == 1 ? source.UInt64(boxes.Data + 4) : source.UInt32(boxes.Data + 4);
                    break;
                case BoxType.Trun when track is not null:
                    length += RunLength(source, track, boxes.Data, Math.Min(boxes.End, end), sampleTime);
                    break;
            }
        }

        if (track is not null)
        {
            var begin = Math.Min(from ?? track.FragmentEnd, long.MaxValue);
            track.FragmentStart = Math.Min(track.FragmentStart ?? begin, begin);
            track.FragmentEnd = Math.Max(track.FragmentEnd, begin + Math.Min(length, long.MaxValue));
        }
    }

    private static uint? DefaultOf(ByteSource source, long data)
    {
        const uint HasBaseOffset = 0x1;
        const uint HasDescription = 0x2;
        const uint HasDuration = 0x8;
        var flags = source.UInt32(data) ?? 0;
        return (flags & HasDuration) == 0
            ? null
            : source.UInt32(data + 8 + ((flags & HasBaseOffset) == 0 ? 0 : 8) + ((flags & HasDescription) == 0 ? 0 : 4));
    }

    private static ulong RunLength(ByteSource source, Mp4Track track, long data, long end, uint defaultTime)
    {
        const uint HasDataOffset = 0x1;
        const uint HasFirstFlags = 0x4;
        const uint HasDuration = 0x100;
        var flags = source.UInt32(data) ?? 0;
        var samples = source.UInt32(data + 4) ?? 0;
        if ((flags & HasDuration) == 0)
        {
            track.Count(samples, defaultTime);
            return (ulong)samples * defaultTime;
        }

        var entry = data + 8 + ((flags & HasDataOffset) == 0 ? 0 : 4) + ((flags & HasFirstFlags) == 0 ? 0 : 4);
        var size = 4 * System.Numerics.BitOperations.PopCount(flags & 0xF00);
        var sum = 0UL;
        Span<byte> value = stackalloc byte[4];
        for (var i = 0; i < Math.Min(samples, SamplesPerRun) && entry + size <= end && source.TryRead(entry, value); i++, entry += size)
        {
            var length = BinaryPrimitives.ReadUInt32BigEndian(value);
            track.Count(1, length);
            sum += length;
        }

        return sum;
    }
}
