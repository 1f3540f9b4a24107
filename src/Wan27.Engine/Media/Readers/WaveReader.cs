using System.Buffers.Binary;

namespace Wan27.Engine.Media.Readers;

/// <summary>
/// WAV, with RF64 and BW64 for sizes beyond 4 GB. MetadataExtractor neither adds up the length nor knows RF64. The length is that of
/// the samples: by the size of the data and of the codec's blocks, held against the fact chunk; MPEG sound is counted frame by frame.
/// </summary>
internal static class WaveReader
{
    private const uint Format = 0x666D7420;
    private const uint Data = 0x64617461;
    private const uint Fact = 0x66616374;
    private const uint LargeSizes = 0x64733634;

    /// <summary>Programs that write into a pipe declare the largest size that they dare, some less than the format allows.</summary>
    private const uint SmallestPlaceholder = 0x7FFF_0000;

    private static readonly TimeSpan RateRounding = TimeSpan.FromMilliseconds(100);

    public static MediaFacts Read(ByteSource source, MediaFacts facts)
    {
        WaveFormat? described = null;
        long? declared = null;
        ulong? largeData = null;
        ulong? largeFact = null;
        ulong? fact = null;
        long start = 0;
        var chunks = new RiffCursor(source, 12, source.Length);
        while ((declared is null || described is null || fact is null) && chunks.Next())
        {
            switch (chunks.Type)
            {
                case LargeSizes:
                    largeData = Little(source.UInt64(chunks.Data + 8));
                    largeFact = Little(source.UInt64(chunks.Data + 16));
                    break;
                case Format when WaveFormat.TryRead(source, chunks.Data, chunks.Size, out var read):
                    described = read;
                    break;
                case Fact:
                    fact = source.UInt32Little(chunks.Data) is { } samples ? samples == uint.MaxValue ? largeFact : samples : null;
                    break;
                case Data when declared is null:
                    start = chunks.Data;
                    declared = chunks.Size == uint.MaxValue && largeData is { } large ? (long)Math.Min(large, long.MaxValue) : chunks.Size;
                    chunks.Resize(declared.Value);
                    break;
            }
        }

        if (described is not { } format)
        {
            return source.IsPartial ? facts : facts.Truncated("the WAV ends before its format is described");
        }

        facts = facts with { HasAudio = true, AudioCodec = format.Codec, Channels = format.Channels, SampleRate = (int)Math.Min(format.Rate, int.MaxValue) };
        if (declared is not { } size)
        {
            return source.IsPartial ? facts : facts.Truncated("the WAV holds no samples");
        }

        var present = source.Length - start;
        if (present > 0 && (size == uint.MaxValue || (size == 0 && !IsChunk(source, start)) || (size >= SmallestPlaceholder && size > present)))
        {
            facts = facts.With(
                MediaProblemKind.LengthUndeclared, "The WAV does not state its length; it was taken from the file's size.", "Write it again with another program if the service refuses it.");
            size = present;
        }
        else if (size > present && !source.IsPartial)
        {
            facts = facts.Truncated($"the WAV declares {size} bytes of samples and has {present}");
            size = present;
        }
        else if (size == 0)
        {
            return facts.Truncated("the WAV holds no samples");
        }

        return WithLength(source, facts, format, start, size, fact);
    }

    private static MediaFacts WithLength(ByteSource source, MediaFacts facts, WaveFormat format, long start, long size, ulong? fact)
    {
        if (format.Rate == 0)
        {
            return facts.Malformed("its WAV header gives a rate of zero");
        }

        var stated = fact is > 0 and < uint.MaxValue ? Mp4Track.Time(fact.Value, format.Rate) : null;
        if (format.IsMpeg && !source.IsPartial)
        {
            return WithFrames(source, facts, format, start, size, stated);
        }

        if (format.Samples(size) is { } samples)
        {
            var held = Mp4Track.Time(samples, format.Rate) ?? TimeSpan.Zero;

            // Blocks of ADPCM are filled up at the end; the fact chunk knows where the sound stops.
            var isExact = stated is { } told && format.Codec.StartsWith("adpcm", StringComparison.Ordinal) && told <= held && held - told < RateRounding;
            return AgainstRate(facts with { Duration = isExact ? stated : held }, format, size);
        }

        if (stated is not null)
        {
            return facts with { Duration = stated };
        }

        return format.BytesPerSecond == 0
            ? facts.Malformed($"its WAV header tells no length for {format.Codec}, neither by a fact chunk nor by a rate")
            : facts with { Duration = Mp4Track.Time((ulong)size, format.BytesPerSecond) ?? TimeSpan.Zero, LengthBasis = LengthBasis.Estimated };
    }

    private static MediaFacts WithFrames(ByteSource source, MediaFacts facts, WaveFormat format, long start, long size, TimeSpan? stated)
    {
        if (Mp3Reader.FindFrame(source, start) is not { } first || source.UInt32(first) is not { } header || MpegAudioFrame.Parse(header) is not { } frame)
        {
            return facts.Malformed($"its WAV header promises {format.Codec} and no such frame follows");
        }

        facts = facts with { Granularity = TimeSpan.FromSeconds((double)frame.Samples / frame.SampleRate) };
        var counted = Mp3Reader.Counted(facts, FrameCounter.Count(source, first, start + size, new MpegAudioGrammar(frame.Layer)), size);
        if (stated is not { } told || counted.Duration is not { } held)
        {
            return counted;
        }

        // The fact chunk leaves out what the encoder put before and behind the sound, which is at most a few frames.
        return told <= held && held - told <= 4 * facts.Granularity ? facts with { Duration = told } : Dispute(counted, told, "fact chunk");
    }

    private static MediaFacts AgainstRate(MediaFacts facts, WaveFormat format, long size)
        => format.BytesPerSecond > 0
            && Mp4Track.Time((ulong)size, format.BytesPerSecond) is { } byRate
            && facts.Duration is { } held
            && (byRate - held).Duration() > RateRounding + (held / 50)
                ? Dispute(facts, byRate, "average rate")
                : facts;

    private static MediaFacts Dispute(MediaFacts facts, TimeSpan told, string by)
        => facts.With(
            MediaProblemKind.LengthDisputed,
            $"The WAV lasts {Measure.Seconds(told)} by its {by} and {Measure.Seconds(facts.Duration ?? TimeSpan.Zero)} by its samples; the service may go by either.",
            "Write it again with another program, so that its header is right.");

    /// <summary>True when a chunk follows empty data, so that it is empty indeed.</summary>
    private static bool IsChunk(ByteSource source, long offset)
        => source.UInt32(offset) is 0x4C495354 or Format or Fact or 0x69643320 or 0x62657874 or 0x63756520 or 0x736D706C
            && source.UInt32Little(offset + 4) is { } size && offset + 8 + size <= source.Length;

    private static ulong? Little(ulong? value) => value is { } big ? BinaryPrimitives.ReverseEndianness(big) : null;
}
