namespace Wan27.Engine.Media.Readers;

/// <summary>FLAC: its stream description, which leaves the length open where it was written into a pipe.</summary>
internal static class FlacReader
{
    public static MediaFacts Read(ByteSource source, MediaFacts facts)
    {
        const int Description = 8;
        var start = Mp3Reader.SkipTags(source) + Description;
        if (source.UInt64(start + 10) is not { } packed)
        {
            return facts.Truncated("the FLAC ends before its header does");
        }

        var rate = (uint)(packed >> 44);
        return facts with
        {
            HasAudio = true,
            AudioCodec = "flac",
            SampleRate = (int)rate,
            Channels = (int)((packed >> 41) & 7) + 1,
            Duration = Mp4Track.Time(packed & 0xF_FFFF_FFFF, rate),
        };
    }
}
