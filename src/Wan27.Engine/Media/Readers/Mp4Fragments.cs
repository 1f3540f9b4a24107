using System.Buffers.Binary;

namespace Wan27.Engine.Media.Readers;

/// <summary>Adds the samples of fragments to the tracks that the index has announced.</summary>
internal static class Mp4Fragments
{
    /// <summary>Adds one fragment (moof).</summary>
    /// <param name="source">The file.</param>
    /// <param name="index">The index of the film.</param>
    /// <param name="box">First byte of the box itself, from which its media is counted.</param>
    /// <param name="start">First byte of its content.</param>
    /// <param name="end">First byte after it.</param>
    public static void Add(ByteSource source, Mp4Index index, long box, long start, long end)
    {
        var isFirst = true;
        var boxes = new BoxCursor(source, start, end);
        while (boxes.Next())
        {
            if (boxes.Type == BoxType.Traf)
            {
                AddTrack(source, index, isFirst ? box : null, box, boxes.Data, Math.Min(boxes.End, end));
                isFirst = false;
            }
        }
    }

    private static void AddTrack(ByteSource source, Mp4Index index, long? implied, long box, long start, long end)
    {
        Mp4Track? track = null;
        var defaults = default(Defaults);
        var boxes = new BoxCursor(source, start, end);
        while (boxes.Next())
        {
            switch (boxes.Type)
            {
                case BoxType.Tfhd:
                    var id = source.UInt32(boxes.Data + 4);
                    track = index.Tracks.FirstOrDefault(candidate => candidate.Id == id);
                    defaults = track is null ? default : ReadDefaults(source, track, boxes.Data, implied, box);
                    break;
                case BoxType.Tfdt when track is not null:
                    track.Timeline.Seek((source.Byte(boxes.Data) == 1 ? source.UInt64(boxes.Data + 4) : source.UInt32(boxes.Data + 4)) ?? 0);
                    break;
                case BoxType.Trun when track is not null:
                    track.HasFragments = true;
                    AddRun(source, track, boxes.Data, Math.Min(boxes.End, end), defaults);
                    break;
            }
        }
    }

    private static Defaults ReadDefaults(ByteSource source, Mp4Track track, long data, long? implied, long box)
    {
        const uint HasBase = 0x1;
        const uint HasDescription = 0x2;
        const uint HasTime = 0x8;
        const uint HasSize = 0x10;
        const uint BaseIsBox = 0x20000;
        var flags = source.UInt32(data) ?? 0;
        var at = data + 8;
        var origin = (flags & BaseIsBox) != 0 ? box : implied;
        if ((flags & HasBase) != 0)
        {
            origin = source.UInt64(at) is { } given and < long.MaxValue / 2 ? (long)given : null;
            at += 8;
        }

        at += (flags & HasDescription) == 0 ? 0 : 4;
        var time = (flags & HasTime) == 0 ? track.DefaultSampleTime : source.UInt32(at) ?? 0;
        at += (flags & HasTime) == 0 ? 0 : 4;
        return new Defaults(time, (flags & HasSize) == 0 ? track.DefaultSampleSize : source.UInt32(at) ?? 0, origin);
    }

    private static void AddRun(ByteSource source, Mp4Track track, long data, long end, Defaults defaults)
    {
        const uint HasPlace = 0x1;
        const uint HasFirstFlags = 0x4;
        const uint HasTime = 0x100;
        const uint HasSize = 0x200;
        const uint HasFlags = 0x400;
        const uint HasOffset = 0x800;
        var flags = source.UInt32(data) ?? 0;
        var samples = source.UInt32(data + 4) ?? 0;
        var place = (flags & HasPlace) == 0 ? null : source.UInt32(data + 8);
        var bytes = 0UL;
        var entrySize = 4 * System.Numerics.BitOperations.PopCount(flags & (HasTime | HasSize | HasFlags | HasOffset));
        if (entrySize == 0)
        {
            track.Timeline.Add(samples, defaults.Time);
            bytes = (ulong)samples * defaults.Size;
        }
        else
        {
            var entries = new Mp4Table(
                source, data + 8 + ((flags & HasPlace) == 0 ? 0 : 4) + ((flags & HasFirstFlags) == 0 ? 0 : 4), end, samples, entrySize, stackalloc byte[Mp4Table.BlockSize]);
            while (entries.Next(out var entry))
            {
                var time = (flags & HasTime) == 0 ? defaults.Time : Take(ref entry);
                bytes += (flags & HasSize) == 0 ? defaults.Size : Take(ref entry);
                _ = (flags & HasFlags) == 0 ? 0 : Take(ref entry);
                track.Timeline.Add(1, time, (flags & HasOffset) == 0 ? 0 : (int)Take(ref entry));
            }

            track.Timeline.IsCut |= entries.IsCut;
        }

        if (defaults.Origin is { } origin && place is { } offset && origin + (int)offset is var first and >= 0)
        {
            track.MediaEnd = Math.Max(track.MediaEnd, (ulong)first + Math.Min(bytes, long.MaxValue));
        }
    }

    private static uint Take(ref ReadOnlySpan<byte> entry)
    {
        var value = BinaryPrimitives.ReadUInt32BigEndian(entry);
        entry = entry[4..];
        return value;
    }

    /// <summary>What holds for samples that do not say otherwise, and where their media is counted from; null where that is not known.</summary>
    private readonly record struct Defaults(uint Time, uint Size, long? Origin);
}
