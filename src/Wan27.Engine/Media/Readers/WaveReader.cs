using System.Buffers.Binary;

namespace Wan27.Engine.Media.Readers;

/// <summary>WAV, with RF64 and BW64 for sizes beyond 4 GB. MetadataExtractor neither adds up the length nor knows RF64.</summary>
internal static class WaveReader
{
    private const uint Format = 0x666D7420;
    private const uint Data = 0x64617461;
    private const uint LargeSizes = 0x64733634;
    private const ushort Extensible = 0xFFFE;

    public static MediaFacts Read(ByteSource source, MediaFacts facts)
    {
        Span<byte> format = stackalloc byte[26];
        var hasFormat = false;
        long? declared = null;
        long? largeSize = null;
        long start = 0;
        var chunks = new RiffCursor(source, 12, source.Length);
        while (declared is null && chunks.Next())
        {
            switch (chunks.Type)
            {
                case LargeSizes:
                    largeSize = source.UInt64(chunks.Data + 8) is { } large ? (long)Math.Min(BinaryPrimitives.ReverseEndianness(large), long.MaxValue) : null;
                    break;
                case Format:
                    format.Clear();
                    hasFormat = source.Read(chunks.Data, format[..(int)Math.Min(chunks.Size, 26)]) >= 16;
                    break;
                case Data:
                    start = chunks.Data;
                    declared = chunks.Size == uint.MaxValue && largeSize is not null ? largeSize : chunks.Size;
                    break;
            }
        }

        if (!hasFormat)
        {
            return source.IsPartial ? facts : facts.Truncated("the WAV ends before its format is described");
        }

        var tag = BinaryPrimitives.ReadUInt16LittleEndian(format);
        var channels = BinaryPrimitives.ReadUInt16LittleEndian(format[2..]);
        var rate = BinaryPrimitives.ReadUInt32LittleEndian(format[4..]);
        var bytesPerSecond = BinaryPrimitives.ReadUInt32LittleEndian(format[8..]);
        facts = facts with
        {
            HasAudio = true,
            AudioCodec = NameOf(tag == Extensible ? BinaryPrimitives.ReadUInt16LittleEndian(format[24..]) : tag),
            Channels = channels,
            SampleRate = (int)Math.Min(rate, int.MaxValue),
        };
        if (declared is not { } size)
        {
            return source.IsPartial ? facts : facts.Truncated("the WAV holds no samples");
        }

        // Programs that write into a pipe cannot go back to fill in the length.
        var present = source.Length - start;
        if ((size is 0 or uint.MaxValue) && present > 0)
        {
            facts = facts.With(
                MediaProblemKind.LengthUndeclared, "The WAV does not state its length; it was taken from the file's size.", "Write it again with Convert-WanMedia if the service refuses it.");
            size = present;
        }
        else if (size > present && !source.IsPartial)
        {
            facts = facts.Truncated($"the WAV declares {size} bytes of samples and has {present}");
            size = present;
        }

        return bytesPerSecond == 0
            ? facts.Malformed("its WAV header gives a rate of zero")
            : facts with { Duration = Mp4Track.Time((ulong)size, bytesPerSecond) ?? TimeSpan.Zero };
    }

    private static string NameOf(ushort tag) => tag switch
    {
        0x01 => "pcm",
        0x02 => "adpcm_ms",
        0x03 => "pcm_float",
        0x06 => "pcm_alaw",
        0x07 => "pcm_mulaw",
        0x11 => "adpcm_ima",
        0x55 => "mp3",
        0xFF => "aac",
        _ => $"0x{tag:x4}",
    };
}
