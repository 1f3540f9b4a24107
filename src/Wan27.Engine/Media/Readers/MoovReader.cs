using System.Buffers.Binary;

namespace Wan27.Engine.Media.Readers;

/// <summary>Reads the index of a film: its headers here, its sample tables with <see cref="Mp4SampleTable"/>.</summary>
internal static class MoovReader
{
    private const int MaximumTracks = 64;
    private const int EditEntries = 256;
    private const int ChapterEntries = 16;

    public static Mp4Index Read(ByteSource source, long start, long end)
    {
        var index = new Mp4Index();
        var boxes = new BoxCursor(source, start, end);
        while (boxes.Next())
        {
            var boxEnd = Math.Min(boxes.End, end);
            switch (boxes.Type)
            {
                case BoxType.Mvhd:
                    (index.Timescale, var duration) = ReadTimes(source, boxes.Data);
                    index.Duration = Mp4Track.Time(duration, index.Timescale);
                    index.Matrix = ReadMatrix(source, boxes.Data + (source.Byte(boxes.Data) == 1 ? 48 : 36)) ?? index.Matrix;
                    break;
                case BoxType.Trak when index.Tracks.Count < MaximumTracks:
                    index.Tracks.Add(ReadTrack(source, index.Tracks.Count, boxes.Data, boxEnd));
                    break;
                case BoxType.Mvex:
                    index.IsFragmented = true;
                    ReadFragmentDefaults(source, index, boxes.Data, boxEnd);
                    break;
                case BoxType.Cmov:
                    index.IsCompressed = true;
                    break;
                case BoxType.Rmra:
                    index.IsReference = true;
                    break;
            }
        }

        foreach (var track in index.Tracks)
        {
            (track.DefaultSampleTime, track.DefaultSampleSize) = index.Defaults.GetValueOrDefault(track.Id);
        }

        return index;
    }

    /// <summary>Timescale and duration of mvhd and mdhd, which share their layout.</summary>
    private static (uint Timescale, ulong Duration) ReadTimes(ByteSource source, long data)
        => source.Byte(data) == 1
            ? (source.UInt32(data + 20) ?? 0, Finite(source.UInt64(data + 24) ?? 0, ulong.MaxValue))
            : (source.UInt32(data + 12) ?? 0, Finite(source.UInt32(data + 16) ?? 0, uint.MaxValue));

    private static ulong Finite(ulong value, ulong unknown) => value == unknown ? 0 : value;

    private static void ReadFragmentDefaults(ByteSource source, Mp4Index index, long start, long end)
    {
        var boxes = new BoxCursor(source, start, end);
        while (boxes.Next())
        {
            if (boxes.Type == BoxType.Mehd)
            {
                var duration = source.Byte(boxes.Data) == 1 ? source.UInt64(boxes.Data + 4) : source.UInt32(boxes.Data + 4);
                index.FragmentDuration = Mp4Track.Time(duration ?? 0, index.Timescale);
            }
            else if (boxes.Type == BoxType.Trex && index.Defaults.Count < MaximumTracks
                && source.UInt32(boxes.Data + 4) is { } id && source.UInt32(boxes.Data + 12) is { } length)
            {
                index.Defaults[id] = (length, source.UInt32(boxes.Data + 16) ?? 0);
            }
        }
    }

    private static Mp4Track ReadTrack(ByteSource source, int place, long start, long end)
    {
        var track = new Mp4Track { Place = place };
        var boxes = new BoxCursor(source, start, end);
        while (boxes.Next())
        {
            var boxEnd = Math.Min(boxes.End, end);
            switch (boxes.Type)
            {
                case BoxType.Tkhd:
                    ReadTrackHeader(source, track, boxes.Data);
                    break;
                case BoxType.Tref:
                    ReadReferences(source, track, boxes.Data, boxEnd);
                    break;
                case BoxType.Edts:
                    ReadEdits(source, track, boxes.Data, boxEnd);
                    break;
                case BoxType.Mdia:
                    ReadMedia(source, track, boxes.Data, boxEnd);
                    break;
            }
        }

        return track;
    }

    private static void ReadTrackHeader(ByteSource source, Mp4Track track, long data)
    {
        const uint Enabled = 1;
        var isWide = source.Byte(data) == 1;
        track.IsEnabled = ((source.UInt32(data) ?? Enabled) & Enabled) != 0;
        track.Id = source.UInt32(data + (isWide ? 20 : 12)) ?? 0;
        track.HeaderDuration = isWide ? Finite(source.UInt64(data + 28) ?? 0, ulong.MaxValue) : Finite(source.UInt32(data + 20) ?? 0, uint.MaxValue);
        var matrix = data + (isWide ? 52 : 40);
        track.Matrix = ReadMatrix(source, matrix) ?? track.Matrix;
        track.DisplayWidth = (int)((source.UInt32(matrix + Mp4Matrix.Size) ?? 0) >> 16);
        track.DisplayHeight = (int)((source.UInt32(matrix + Mp4Matrix.Size + 4) ?? 0) >> 16);
    }

    private static Mp4Matrix? ReadMatrix(ByteSource source, long offset)
    {
        Span<byte> bytes = stackalloc byte[Mp4Matrix.Size];
        return source.TryRead(offset, bytes) ? Mp4Matrix.Read(bytes) : null;
    }

    private static void ReadReferences(ByteSource source, Mp4Track track, long start, long end)
    {
        var boxes = new BoxCursor(source, start, end);
        while (boxes.Next())
        {
            var last = Math.Min(Math.Min(boxes.End, end), boxes.Data + (4 * ChapterEntries));
            for (var at = boxes.Data; boxes.Type == BoxType.Chap && at + 4 <= last && track.Chapters.Count < ChapterEntries; at += 4)
            {
                track.Chapters.Add(source.UInt32(at) ?? 0);
            }
        }
    }

    private static void ReadEdits(ByteSource source, Mp4Track track, long start, long end)
    {
        Span<byte> block = stackalloc byte[Mp4Table.BlockSize];
        var boxes = new BoxCursor(source, start, end);
        while (boxes.Next())
        {
            if (boxes.Type != BoxType.Elst || source.Byte(boxes.Data) is not { } version || source.UInt32(boxes.Data + 4) is not { } count)
            {
                continue;
            }

            var isWide = version == 1;
            var entries = new Mp4Table(source, boxes.Data + 8, Math.Min(boxes.End, end), Math.Min(count, EditEntries), isWide ? 20 : 12, block);
            track.Edits.Clear();
            while (entries.Next(out var entry))
            {
                track.Edits.Add(new Mp4Edit(
                    isWide ? BinaryPrimitives.ReadUInt64BigEndian(entry) : BinaryPrimitives.ReadUInt32BigEndian(entry),
                    isWide ? BinaryPrimitives.ReadInt64BigEndian(entry[8..]) : BinaryPrimitives.ReadInt32BigEndian(entry[4..]),
                    BinaryPrimitives.ReadInt32BigEndian(entry[(isWide ? 16 : 8)..]) / 65_536.0));
            }
        }
    }

    private static void ReadMedia(ByteSource source, Mp4Track track, long start, long end)
    {
        var boxes = new BoxCursor(source, start, end);
        while (boxes.Next())
        {
            switch (boxes.Type)
            {
                case BoxType.Mdhd:
                    (track.Timescale, track.MediaDuration) = ReadTimes(source, boxes.Data);
                    break;
                case BoxType.Hdlr:
                    track.Handler = source.UInt32(boxes.Data + 8) ?? 0;
                    break;
                case BoxType.Minf:
                    ReadMediaInformation(source, track, boxes.Data, Math.Min(boxes.End, end));
                    break;
            }
        }
    }

    private static void ReadMediaInformation(ByteSource source, Mp4Track track, long start, long end)
    {
        var boxes = new BoxCursor(source, start, end);
        while (boxes.Next())
        {
            var boxEnd = Math.Min(boxes.End, end);
            if (boxes.Type == BoxType.Stbl)
            {
                Mp4SampleTable.Read(source, track, boxes.Data, boxEnd);
            }
            else if (boxes.Type == BoxType.Dinf)
            {
                ReadDataReferences(source, track, boxes.Data, boxEnd);
            }
        }
    }

    private static void ReadDataReferences(ByteSource source, Mp4Track track, long start, long end)
    {
        const uint SelfContained = 1;
        var boxes = new BoxCursor(source, start, end);
        while (boxes.Next())
        {
            // Only the first reference: all others belong to sample entries that are not read either.
            if (boxes.Type == BoxType.Dref && source.UInt32(boxes.Data + 16) is { } flags)
            {
                track.IsElsewhere = (flags & SelfContained) == 0;
            }
        }
    }
}
