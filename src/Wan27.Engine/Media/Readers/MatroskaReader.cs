namespace Wan27.Engine.Media.Readers;

/// <summary>Matroska and WebM: length and tracks from the segment's head. MetadataExtractor does not know the format.</summary>
internal static class MatroskaReader
{
    private const uint Ebml = 0x1A45DFA3;
    private const uint DocumentType = 0x4282;
    private const uint Segment = 0x18538067;
    private const uint SegmentInformation = 0x1549A966;
    private const uint TimecodeScale = 0x2AD7B1;
    private const uint Duration = 0x4489;
    private const uint Tracks = 0x1654AE6B;
    private const uint TrackEntry = 0xAE;
    private const uint TrackType = 0x83;
    private const uint CodecId = 0x86;
    private const uint DefaultDuration = 0x23E383;
    private const uint VideoSettings = 0xE0;
    private const uint PixelWidth = 0xB0;
    private const uint PixelHeight = 0xBA;
    private const uint AudioSettings = 0xE1;
    private const uint ChannelCount = 0x9F;
    private const uint Cluster = 0x1F43B675;

    public static MediaFacts Read(ByteSource source, MediaFacts facts)
    {
        var elements = new EbmlCursor(source, 0, source.Length);
        while (elements.Next())
        {
            if (elements.Id == Ebml)
            {
                facts = facts with { Format = IsWebM(source, elements.Data, elements.End) ? MediaFormat.WebM : MediaFormat.Matroska };
            }
            else if (elements.Id == Segment)
            {
                return ReadSegment(source, facts, elements.Data, elements.End);
            }
        }

        return source.IsPartial ? facts : facts.Truncated("the file ends before its media begins");
    }

    private static bool IsWebM(ByteSource source, long start, long end)
    {
        var elements = new EbmlCursor(source, start, end);
        while (elements.Next())
        {
            if (elements.Id == DocumentType)
            {
                return source.UInt32(elements.Data) == 0x7765626D;
            }
        }

        return false;
    }

    private static MediaFacts ReadSegment(ByteSource source, MediaFacts facts, long start, long end)
    {
        var elements = new EbmlCursor(source, start, end);
        while (elements.Next() && elements.Id != Cluster)
        {
            if (elements.Id == SegmentInformation)
            {
                facts = ReadInformation(source, facts, elements.Data, elements.End);
            }
            else if (elements.Id == Tracks)
            {
                var entries = new EbmlCursor(source, elements.Data, elements.End);
                while (entries.Next())
                {
                    facts = entries.Id == TrackEntry ? ReadTrack(source, facts, entries.Data, entries.End) : facts;
                }
            }
        }

        return facts;
    }

    private static MediaFacts ReadInformation(ByteSource source, MediaFacts facts, long start, long end)
    {
        var scale = 1_000_000UL;
        var length = 0.0;
        var elements = new EbmlCursor(source, start, end);
        while (elements.Next())
        {
            if (elements.Id == TimecodeScale)
            {
                scale = elements.Number() ?? scale;
            }
            else if (elements.Id == Duration)
            {
                length = elements.Real() ?? 0;
            }
        }

        var seconds = length * scale / 1e9;
        return seconds > 0 && seconds < TimeSpan.MaxValue.TotalSeconds / 2 ? facts with { Duration = TimeSpan.FromSeconds(seconds) } : facts;
    }

    private static MediaFacts ReadTrack(ByteSource source, MediaFacts facts, long start, long end)
    {
        const ulong VideoTrack = 1;
        const ulong AudioTrack = 2;
        var type = 0UL;
        string? codec = null;
        double? frameRate = null;
        ulong width = 0, height = 0, channels = 0;
        var elements = new EbmlCursor(source, start, end);
        while (elements.Next())
        {
            switch (elements.Id)
            {
                case TrackType:
                    type = elements.Number() ?? 0;
                    break;
                case CodecId:
                    codec = MatroskaCodec.NameOf(elements.Text());
                    break;
                case DefaultDuration:
                    frameRate = elements.Number() is > 0 and { } nanoseconds ? 1e9 / nanoseconds : null;
                    break;
                case VideoSettings or AudioSettings:
                    var settings = new EbmlCursor(source, elements.Data, elements.End);
                    while (settings.Next())
                    {
                        width = settings.Id == PixelWidth ? settings.Number() ?? 0 : width;
                        height = settings.Id == PixelHeight ? settings.Number() ?? 0 : height;
                        channels = settings.Id == ChannelCount ? settings.Number() ?? 0 : channels;
                    }

                    break;
            }
        }

        return type switch
        {
            VideoTrack when facts.VideoCodec is null => facts.Sized((long)Math.Min(width, int.MaxValue), (long)Math.Min(height, int.MaxValue))
                with { Kind = MediaKind.Video, VideoCodec = codec ?? MediaFormat.Unknown, FrameRate = frameRate },
            AudioTrack => facts with
            {
                Kind = facts.VideoCodec is null ? MediaKind.Audio : facts.Kind,
                HasAudio = true,
                AudioCodec = codec,
                Channels = (int)Math.Clamp(channels, 1, 255),
            },
            _ => facts,
        };
    }
}
