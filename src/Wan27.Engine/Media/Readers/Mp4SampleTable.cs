using System.Buffers.Binary;

namespace Wan27.Engine.Media.Readers;

/// <summary>Reads how many samples a track has in its tables, how long each is, when it is shown, and where the last one ends.</summary>
internal static class Mp4SampleTable
{
    /// <summary>Samples of a track's last chunk whose sizes are added up at most.</summary>
    private const uint ChunkSamples = 4_096;

    public static void Read(ByteSource source, Mp4Track track, long start, long end)
    {
        var times = default(Part);
        var offsets = default(Part);
        var sizes = default(Part);
        var chunks = default(Part);
        var runs = default(Part);
        var boxes = new BoxCursor(source, start, end);
        while (boxes.Next())
        {
            var part = new Part(boxes.Type, boxes.Data, Math.Min(boxes.End, end));
            switch (boxes.Type)
            {
                case BoxType.Stsd:
                    Mp4SampleEntry.Read(source, track, boxes.Data + 8, part.End);
                    break;
                case BoxType.Stts:
                    times = part;
                    break;
                case BoxType.Ctts:
                    offsets = part;
                    break;
                case BoxType.Stsz or BoxType.Stz2:
                    sizes = part;
                    break;
                case BoxType.Stsc:
                    runs = part;
                    break;
                case BoxType.Stco or BoxType.Co64:
                    chunks = part;
                    break;
            }
        }

        ReadTimes(source, track, times, offsets, sizes.Exists ? source.UInt32(sizes.Data + 8) ?? 0 : uint.MaxValue);
        ReadEnd(source, track, chunks, runs, sizes);
    }

    /// <summary>Both tables are lists of runs; they are walked side by side, since only together they say when a sample is shown.</summary>
    private static void ReadTimes(ByteSource source, Mp4Track track, Part times, Part offsets, ulong samples)
    {
        if (!times.Exists)
        {
            return;
        }

        var timeRuns = new Mp4Table(source, times.Data + 8, times.End, source.UInt32(times.Data + 4) ?? 0, 8, stackalloc byte[Mp4Table.BlockSize]);
        var offsetCount = offsets.Exists && track.IsVideo ? source.UInt32(offsets.Data + 4) ?? 0 : 0;
        var offsetRuns = new Mp4Table(source, offsets.Data + 8, offsets.End, offsetCount, 8, stackalloc byte[Mp4Table.BlockSize]);
        var left = 0U;
        var offset = 0;
        while (samples > 0 && timeRuns.Next(out var run))
        {
            var count = (uint)Math.Min(BinaryPrimitives.ReadUInt32BigEndian(run), samples);
            var length = BinaryPrimitives.ReadUInt32BigEndian(run[4..]);
            samples -= count;
            while (count > 0)
            {
                while (left == 0 && offsetRuns.Next(out var shift))
                {
                    left = BinaryPrimitives.ReadUInt32BigEndian(shift);
                    offset = BinaryPrimitives.ReadInt32BigEndian(shift[4..]);
                }

                // Samples behind the end of the offsets are shown when they are decoded.
                var step = left == 0 ? count : Math.Min(left, count);
                track.Timeline.Add(step, length, left == 0 ? 0 : offset);
                left -= Math.Min(left, step);
                count -= step;
            }
        }

        track.Timeline.IsCut = timeRuns.IsCut;
    }

    private static void ReadEnd(ByteSource source, Mp4Track track, Part chunks, Part runs, Part sizes)
    {
        if (!chunks.Exists || source.UInt32(chunks.Data + 4) is not ({ } count and > 0))
        {
            return;
        }

        var chunk = chunks.Type == BoxType.Co64
            ? source.UInt64(chunks.Data + 8 + (8L * (count - 1)))
            : source.UInt32(chunks.Data + 8 + (4L * (count - 1)));
        track.MediaEnd = (chunk ?? 0) + 1;
        if (chunk is not { } offset || sizes.Type != BoxType.Stsz || !runs.Exists || source.UInt32(runs.Data + 4) is not ({ } runCount and > 0)
            || source.UInt32(runs.Data + 8 + (12L * (runCount - 1)) + 4) is not { } held
            || source.UInt32(sizes.Data + 4) is not 0 || source.UInt32(sizes.Data + 8) is not { } samples || held > samples || held > ChunkSamples)
        {
            // Sounds of one size count in units of their own; the start of the chunk must do.
            return;
        }

        var table = new Mp4Table(source, sizes.Data + 12 + (4L * (samples - held)), sizes.End, held, 4, stackalloc byte[Mp4Table.BlockSize]);
        var bytes = 0UL;
        while (table.Next(out var size))
        {
            bytes += BinaryPrimitives.ReadUInt32BigEndian(size);
        }

        track.MediaEnd = Math.Max(track.MediaEnd, offset > ulong.MaxValue - bytes ? ulong.MaxValue : offset + bytes);
    }

    /// <summary>Where the content of a box lies.</summary>
    private readonly record struct Part(uint Type, long Data, long End)
    {
        public bool Exists => Type != 0;
    }
}
