using System.Buffers.Binary;

namespace Wan27.Engine.Media.Readers;

/// <summary>Reads the first sample entry of a track: codec, size, shape of the pixels, rate and channels.</summary>
internal static class Mp4SampleEntry
{
    private const int VideoHeader = 86;
    private const int SoundHeader = 36;

    public static void Read(ByteSource source, Mp4Track track, long entry, long end)
    {
        Span<byte> head = stackalloc byte[SoundHeader];
        if (!source.TryRead(entry, head))
        {
            return;
        }

        var size = BinaryPrimitives.ReadUInt32BigEndian(head);
        var code = BinaryPrimitives.ReadUInt32BigEndian(head[4..]);
        track.IsEncrypted = code is BoxType.EncryptedVideo or BoxType.EncryptedAudio;
        track.Codec = Mp4Codec.NameOf(code);
        var entryEnd = Math.Min(end, entry + size);
        if (track.IsVideo)
        {
            track.Width = BinaryPrimitives.ReadUInt16BigEndian(head[32..]);
            track.Height = BinaryPrimitives.ReadUInt16BigEndian(head[34..]);
            ReadParts(source, track, entry + VideoHeader, entryEnd);
        }
        else if (track.IsAudio)
        {
            ReadParts(source, track, entry + ReadSound(source, track, entry, head), entryEnd);
        }
    }

    /// <summary>Channels and rate by the version of the entry; gives the length of its fixed part.</summary>
    private static int ReadSound(ByteSource source, Mp4Track track, long entry, ReadOnlySpan<byte> head)
    {
        const int FirstVersionExtra = 16;
        const int SecondVersionExtra = 36;
        var version = BinaryPrimitives.ReadUInt16BigEndian(head[16..]);
        track.Channels = BinaryPrimitives.ReadUInt16BigEndian(head[24..]);
        track.SampleRate = BinaryPrimitives.ReadUInt16BigEndian(head[32..]);
        if (version == 2 && source.UInt64(entry + 40) is { } rate && source.UInt32(entry + 48) is { } channels)
        {
            // The old fields hold fixed values there.
            var samples = BitConverter.UInt64BitsToDouble(rate);
            track.SampleRate = samples is > 0 and < int.MaxValue ? (int)samples : 0;
            track.Channels = (int)Math.Min(channels, ushort.MaxValue);
            return SoundHeader + SecondVersionExtra;
        }

        if (track.SampleRate == 0 && track.Timescale <= int.MaxValue)
        {
            // Rates over 65,535 do not fit into the field; the track then counts in samples.
            track.SampleRate = (int)track.Timescale;
        }

        return SoundHeader + (version == 1 ? FirstVersionExtra : 0);
    }

    private static void ReadParts(ByteSource source, Mp4Track track, long start, long end)
    {
        var boxes = new BoxCursor(source, start, end);
        while (boxes.Next())
        {
            switch (boxes.Type)
            {
                case BoxType.Pasp when source.UInt32(boxes.Data) is { } across && source.UInt32(boxes.Data + 4) is { } down:
                    track.Pixel = PixelAspect.Of(across, down);
                    break;
                case BoxType.Esds:
                    ReadDescriptor(source, track, boxes.Data + 4, Math.Min(boxes.End, end));
                    break;
                case BoxType.Wave when track.IsAudio:
                    // QuickTime wraps the description once more.
                    ReadParts(source, track, boxes.Data, Math.Min(boxes.End, end));
                    break;
            }
        }
    }

    /// <summary>
    /// Reads an elementary stream descriptor (ISO/IEC 14496-1): it says what the general entries hold, and how many channels AAC really has,
    /// where writers leave the entry's own field at two.
    /// </summary>
    private static void ReadDescriptor(ByteSource source, Mp4Track track, long at, long end)
    {
        const byte Stream = 3;
        const byte Decoder = 4;
        const byte Specific = 5;
        const int DecoderFields = 13;
        while (at < end && source.Byte(at) is { } tag)
        {
            at++;
            for (var i = 0; i < 4 && source.Byte(at++) is >= 0x80; i++)
            {
                // The length is of no interest, only where it ends.
            }

            switch (tag)
            {
                case Stream when source.Byte(at + 2) is { } flags:
                    at += 3 + ((flags & 0x80) != 0 ? 2 : 0) + ((flags & 0x20) != 0 ? 2 : 0);
                    at += (flags & 0x40) != 0 ? 1 + (source.Byte(at) ?? 0) : 0;
                    break;
                case Decoder:
                    track.Codec = Mp4Codec.OfObject(source.Byte(at)) ?? track.Codec;
                    at += DecoderFields;
                    break;
                case Specific when track is { IsAudio: true, Codec: "aac" }:
                    track.Channels = ReadChannels(source, at) ?? track.Channels;
                    return;
                default:
                    return;
            }
        }
    }

    /// <summary>Channels by the configuration of AAC (ISO/IEC 14496-3); null where it leaves them to the stream.</summary>
    private static int? ReadChannels(ByteSource source, long at)
    {
        const uint EscapedType = 31;
        const uint EscapedRate = 15;
        if (source.UInt64(at) is not { } bits)
        {
            return null;
        }

        var place = 0;
        if (Take(5) == EscapedType)
        {
            place += 6;
        }

        if (Take(4) == EscapedRate)
        {
            place += 24;
        }

        return Take(4) switch
        {
            0 => null,
            7 => 8,
            var count and < 7 => (int)count,
            _ => null,
        };

        uint Take(int count)
        {
            var value = (uint)(bits << place >> (64 - count));
            place += count;
            return value;
        }
    }
}
