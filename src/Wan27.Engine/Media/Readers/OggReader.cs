using System.Buffers.Binary;

namespace Wan27.Engine.Media.Readers;

/// <summary>OGG: codec of the first stream, length from the last page.</summary>
internal static class OggReader
{
    private const int TailLength = 65_536;
    private const int OpusRate = 48_000;

    public static MediaFacts Read(ByteSource source, MediaFacts facts)
    {
        Span<byte> page = stackalloc byte[64];
        var count = source.Read(0, page);
        if (count < 48)
        {
            return facts.Truncated("the OGG ends within its first page");
        }

        var packet = page[Math.Min(27 + page[26], count - 20)..count];
        if (packet.StartsWith("OpusHead"u8))
        {
            facts = facts with { AudioCodec = "opus", HasAudio = true, Channels = packet[9], SampleRate = OpusRate };
        }
        else if (packet.StartsWith("\u0001vorbis"u8))
        {
            facts = facts with { AudioCodec = "vorbis", HasAudio = true, Channels = packet[11], SampleRate = (int)Math.Min(BinaryPrimitives.ReadUInt32LittleEndian(packet[12..]), int.MaxValue) };
        }
        else if (packet.StartsWith((ReadOnlySpan<byte>)[0x80, (byte)'t', (byte)'h', (byte)'e', (byte)'o', (byte)'r', (byte)'a']))
        {
            return facts with { Kind = MediaKind.Video, VideoCodec = "theora" };
        }

        return source.IsPartial || facts.SampleRate is not > 0 ? facts : facts with { Duration = Mp4Track.Time(LastPosition(source), (uint)facts.SampleRate.Value) };
    }

    private static ulong LastPosition(ByteSource source)
    {
        var start = Math.Max(0, source.Length - TailLength);
        var tail = new byte[source.Length - start];
        var count = source.Read(start, tail);
        var at = tail.AsSpan(0, count).LastIndexOf("OggS"u8);
        if (at < 0 || at + 14 > count)
        {
            return 0;
        }

        var position = BinaryPrimitives.ReadUInt64LittleEndian(tail.AsSpan(at + 6));
        return position == ulong.MaxValue ? 0 : position;
    }
}
