namespace Wan27.Engine.Media.Readers;

/// <summary>AVI: main header and stream headers. No route takes the format, so no index is read.</summary>
internal static class AviReader
{
    private const uint List = 0x4C495354;
    private const uint HeaderList = 0x6864726C;
    private const uint StreamList = 0x7374726C;
    private const uint MainHeader = 0x61766968;
    private const uint StreamHeader = 0x73747268;
    private const uint Video = 0x76696473;
    private const uint Audio = 0x61756473;

    public static MediaFacts Read(ByteSource source, MediaFacts facts)
    {
        var chunks = new RiffCursor(source, 12, source.Length);
        while (chunks.Next())
        {
            if (chunks.Type == List && source.UInt32(chunks.Data) == HeaderList)
            {
                return ReadHeaders(source, facts, chunks.Data + 4, chunks.Data + chunks.Size);
            }
        }

        return source.IsPartial ? facts : facts.Truncated("the AVI has no header");
    }

    private static MediaFacts ReadHeaders(ByteSource source, MediaFacts facts, long start, long end)
    {
        var chunks = new RiffCursor(source, start, end);
        while (chunks.Next())
        {
            if (chunks.Type == MainHeader && source.UInt32Little(chunks.Data) is { } frameTime
                && source.UInt32Little(chunks.Data + 16) is { } frames
                && source.UInt32Little(chunks.Data + 32) is { } width && source.UInt32Little(chunks.Data + 36) is { } height)
            {
                facts = facts.Sized(width, height) with
                {
                    Duration = Mp4Track.Time((ulong)frameTime * frames, 1_000_000),
                    FrameRate = frameTime > 0 ? 1_000_000.0 / frameTime : null,
                };
            }
            else if (chunks.Type == List && source.UInt32(chunks.Data) == StreamList && source.UInt32(chunks.Data + 4) == StreamHeader)
            {
                var kind = source.UInt32(chunks.Data + 12);
                facts = kind == Audio ? facts with { HasAudio = true }
                    : kind == Video && source.UInt32(chunks.Data + 16) is { } codec ? facts with { VideoCodec = Mp4Codec.NameOf(codec) }
                    : facts;
            }
        }

        return facts;
    }
}
