namespace Wan27.Engine.Media.Readers;

/// <summary>AAC in ADTS frames: rate and channels of the first, length by its frames.</summary>
internal static class AacReader
{
    private const int SamplesPerFrame = 1024;

    private static readonly int[] Rates = [96_000, 88_200, 64_000, 48_000, 44_100, 32_000, 24_000, 22_050, 16_000, 12_000, 11_025, 8_000, 7_350];

    /// <summary>True when two frames follow each other at this place.</summary>
    public static bool IsAt(ByteSource source, long offset)
        => FrameLength(source, offset) is { } length && (FrameLength(source, offset + length) is not null || offset + length == source.Length);

    public static MediaFacts Read(ByteSource source, MediaFacts facts)
    {
        var start = Mp3Reader.SkipTags(source);
        if (source.UInt32(start) is not { } header)
        {
            return facts;
        }

        if (Rate((int)(header >> 10) & 15) is not { } rate)
        {
            return facts.Malformed("its AAC frames give no rate");
        }

        facts = facts with
        {
            HasAudio = true,
            AudioCodec = "aac",
            SampleRate = rate,
            Channels = (int)((header >> 6) & 7),
            Granularity = TimeSpan.FromSeconds((double)SamplesPerFrame / rate),
        };

        // Frames of AAC differ in size and no header states how many there are.
        var counted = FrameCounter.Count(source, start, source.Length, default(AdtsGrammar));
        return Mp3Reader.Counted(facts, counted, source.Length - start);
    }

    public static int? Rate(int index) => index < Rates.Length ? Rates[index] : null;

    private static int? FrameLength(ByteSource source, long offset)
    {
        if (source.UInt32(offset) is not { } first || source.UInt32(offset + 3) is not { } second || (first & 0xFFF6_0000) != 0xFFF0_0000)
        {
            return null;
        }

        var length = (int)((second >> 13) & 0x1FFF);
        return length >= 7 ? length : null;
    }
}
