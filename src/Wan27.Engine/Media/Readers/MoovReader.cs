using System.Buffers.Binary;

namespace Wan27.Engine.Media.Readers;

/// <summary>Reads the index of a film: headers and the first entries of its tables, never the tables as a whole.</summary>
internal static class MoovReader
{
    private const int MaximumTracks = 64;
    private const int TableEntries = 2_048;
    private const int EditEntries = 256;

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
                    break;
                case BoxType.Trak when index.Tracks.Count < MaximumTracks:
                    index.Tracks.Add(ReadTrack(source, boxes.Data, boxEnd));
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
            track.DefaultSampleTime = index.Defaults.GetValueOrDefault(track.Id);
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
                index.Defaults[id] = length;
            }
        }
    }

    private static Mp4Track ReadTrack(ByteSource source, long start, long end)
    {
        var track = new Mp4Track();
        var boxes = new BoxCursor(source, start, end);
        while (boxes.Next())
        {
            var boxEnd = Math.Min(boxes.End, end);
            switch (boxes.Type)
            {
                case BoxType.Tkhd:
                    ReadTrackHeader(source, track, boxes.Data);
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
        var isWide = source.Byte(data) == 1;
        track.Id = source.UInt32(data + (isWide ? 20 : 12)) ?? 0;
        Span<byte> tail = stackalloc byte[44];
        if (!source.TryRead(data + (isWide ? 52 : 40), tail))
        {
            return;
        }

        var a = Math.Sign(BinaryPrimitives.ReadInt32BigEndian(tail));
        var b = Math.Sign(BinaryPrimitives.ReadInt32BigEndian(tail[4..]));
        var c = Math.Sign(BinaryPrimitives.ReadInt32BigEndian(tail[12..]));
        var d = Math.Sign(BinaryPrimitives.ReadInt32BigEndian(tail[16..]));
        track.IsMirrored = (a * d) - (b * c) < 0;
        track.Rotation = (a, b, c, d) switch
        {
            (0, 1, _, 0) => 90,
            (-1, 0, 0, -1) => 180,
            (1, 0, 0, -1) => 180,
            (0, -1, _, 0) => 270,
            _ => 0,
        };
        track.DisplayWidth = BinaryPrimitives.ReadUInt16BigEndian(tail[36..]);
        track.DisplayHeight = BinaryPrimitives.ReadUInt16BigEndian(tail[40..]);
    }

    private static void ReadEdits(ByteSource source, Mp4Track track, long start, long end)
    {
        var boxes = new BoxCursor(source, start, end);
        while (boxes.Next())
        {
            if (boxes.Type != BoxType.Elst || source.Byte(boxes.Data) is not { } version || source.UInt32(boxes.Data + 4) is not { } count)
            {
                continue;
            }

            var size = version == 1 ? 20 : 12;
            var sum = 0UL;
            for (var i = 0; i < Math.Min(count, EditEntries); i++)
            {
                var entry = boxes.Data + 8 + ((long)i * size);
                if ((version == 1 ? source.UInt64(entry) : source.UInt32(entry)) is not { } length)
                {
                    break;
                }

                sum += Math.Min(length, long.MaxValue / EditEntries);
            }

            track.EditDuration = count == 0 ? null : sum;
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
                ReadSampleTable(source, track, boxes.Data, boxEnd);
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

    private static void ReadSampleTable(ByteSource source, Mp4Track track, long start, long end)
    {
        var boxes = new BoxCursor(source, start, end);
        while (boxes.Next())
        {
            switch (boxes.Type)
            {
                case BoxType.Stsd:
                    ReadSampleEntry(source, track, boxes.Data + 8);
                    break;
                case BoxType.Stts:
                    ReadSampleTimes(source, track, boxes.Data, Math.Min(boxes.End, end));
                    break;
                case BoxType.Stco when source.UInt32(boxes.Data + 4) is > 0 and { } count:
                    track.LastChunk = source.UInt32(boxes.Data + 8 + (4L * (count - 1))) ?? 0;
                    break;
                case BoxType.Co64 when source.UInt32(boxes.Data + 4) is > 0 and { } count:
                    track.LastChunk = source.UInt64(boxes.Data + 8 + (8L * (count - 1))) ?? 0;
                    break;
            }
        }
    }

    private static void ReadSampleEntry(ByteSource source, Mp4Track track, long entry)
    {
        Span<byte> head = stackalloc byte[36];
        if (!source.TryRead(entry, head))
        {
            return;
        }

        var code = BinaryPrimitives.ReadUInt32BigEndian(head[4..]);
        track.IsEncrypted = code is BoxType.EncryptedVideo or BoxType.EncryptedAudio;
        track.Codec = Mp4Codec.NameOf(code);
        if (track.IsVideo)
        {
            track.Width = BinaryPrimitives.ReadUInt16BigEndian(head[32..]);
            track.Height = BinaryPrimitives.ReadUInt16BigEndian(head[34..]);
        }
        else if (track.IsAudio)
        {
            track.Channels = BinaryPrimitives.ReadUInt16BigEndian(head[24..]);
            track.SampleRate = BinaryPrimitives.ReadUInt16BigEndian(head[32..]);
        }
    }

    private static void ReadSampleTimes(ByteSource source, Mp4Track track, long data, long end)
    {
        var count = source.UInt32(data + 4) ?? 0;
        Span<byte> entry = stackalloc byte[8];
        for (var i = 0; i < Math.Min(count, TableEntries); i++)
        {
            var offset = data + 8 + (8L * i);
            if (offset + 8 > end || !source.TryRead(offset, entry))
            {
                break;
            }

            track.Count(BinaryPrimitives.ReadUInt32BigEndian(entry), BinaryPrimitives.ReadUInt32BigEndian(entry[4..]));
        }
    }
}
