using System.Buffers.Binary;

namespace Wan27.Engine.Media.Readers;

/// <summary>MP3: MetadataExtractor reads one frame header, but neither tags of any length before it nor the length of variable rates.</summary>
internal static class Mp3Reader
{
    private const int SearchLength = 8_192;
    private const int SampledFrames = 64;
    private const uint Xing = 0x58696E67;
    private const uint Info = 0x496E666F;
    private const uint Vbri = 0x56425249;
    private const int VbriOffset = 36;
    private const int TrailingTagLength = 128;

    /// <summary>First byte after all ID3v2 tags at the start.</summary>
    public static long SkipTags(ByteSource source)
    {
        Span<byte> head = stackalloc byte[10];
        var offset = 0L;
        while (source.TryRead(offset, head) && head.StartsWith("ID3"u8))
        {
            var size = ((head[6] & 0x7F) << 21) | ((head[7] & 0x7F) << 14) | ((head[8] & 0x7F) << 7) | (head[9] & 0x7F);
            var hasFooter = (head[5] & 0x10) != 0;
            offset += 10 + size + (hasFooter ? 10 : 0);
        }

        return offset;
    }

    /// <summary>Offset of the first frame that others follow, or null.</summary>
    public static long? FindFrame(ByteSource source, long start, int followers = 1, int searchLength = SearchLength)
    {
        Span<byte> window = stackalloc byte[1024];
        for (var at = start; at < start + searchLength; at += window.Length - 3)
        {
            var count = source.Read(at, window);
            for (var i = 0; i + 4 <= count; i++)
            {
                if (window[i] == 0xFF
                    && MpegAudioFrame.Parse(BinaryPrimitives.ReadUInt32BigEndian(window[i..])) is { } frame
                    && IsFollowed(source, at + i, frame, followers))
                {
                    return at + i;
                }
            }

            if (count < window.Length)
            {
                break;
            }
        }

        return null;
    }

    public static MediaFacts Read(ByteSource source, MediaFacts facts)
    {
        var tags = SkipTags(source);
        if (FindFrame(source, tags) is not { } start
            || source.UInt32(start) is not { } header
            || MpegAudioFrame.Parse(header) is not { } frame)
        {
            return source.IsPartial ? facts : tags >= source.Length ? facts.Truncated("the MP3 ends within its tags") : facts.Malformed("it holds no MPEG audio frames");
        }

        facts = facts with
        {
            HasAudio = true,
            AudioCodec = $"mp{frame.Layer}",
            SampleRate = frame.SampleRate,
            Channels = frame.Channels,
            Granularity = TimeSpan.FromSeconds((double)frame.Samples / frame.SampleRate),
        };
        var end = source.Length - (IsTrailingTag(source) ? TrailingTagLength : 0);
        if (TaggedLength(source, start, frame) is not { } tagged)
        {
            return facts with { Duration = TimeSpan.FromSeconds((end - start) * 8.0 / AverageBitRate(source, start, frame)) };
        }

        facts = facts with { Duration = tagged.Duration };
        return tagged.Bytes > 0 && start + tagged.Bytes > source.Length && !source.IsPartial
            ? facts.Truncated($"the MP3 declares {tagged.Bytes} bytes of sound and has {source.Length - start}")
            : facts;
    }

    private static bool IsFollowed(ByteSource source, long offset, MpegAudioFrame frame, int followers)
    {
        for (var i = 0; i < followers; i++)
        {
            offset += frame.Length;
            if (source.UInt32(offset) is not { } header)
            {
                // The last frame of a very short file ends with the file.
                return offset == source.Length || (source.IsPartial && offset < source.Length);
            }

            if (MpegAudioFrame.Parse(header) is not { } next || next.SampleRate != frame.SampleRate || next.Layer != frame.Layer)
            {
                return false;
            }

            frame = next;
        }

        return true;
    }

    private static bool IsTrailingTag(ByteSource source) => source.UInt32(source.Length - TrailingTagLength) is { } value && value >> 8 == 0x544147;

    private static (TimeSpan Duration, long Bytes)? TaggedLength(ByteSource source, long start, MpegAudioFrame frame)
    {
        if (source.UInt32(start + VbriOffset) == Vbri && source.UInt32(start + VbriOffset + 14) is > 0 and { } frames)
        {
            return (Length(frames, 0, frame), source.UInt32(start + VbriOffset + 10) ?? 0);
        }

        var tag = start + 4 + frame.SideInformation;
        if (source.UInt32(tag) is not (Xing or Info) || source.UInt32(tag + 4) is not { } flags || (flags & 1) == 0 || source.UInt32(tag + 8) is not (> 0 and { } count))
        {
            return null;
        }

        const uint HasBytes = 2;
        const uint HasContents = 4;
        const uint HasQuality = 8;
        var bytes = (flags & HasBytes) != 0 ? source.UInt32(tag + 12) ?? 0 : 0;
        var encoder = tag + 12 + ((flags & HasBytes) != 0 ? 4 : 0) + ((flags & HasContents) != 0 ? 100 : 0) + ((flags & HasQuality) != 0 ? 4 : 0);

        // LAME and its relatives note what they added before and after the sound.
        var isEncoderTag = source.UInt32(encoder) is { } name && (name == 0x4C414D45 || name == 0x4C617663 || name == 0x4C617666);
        var padding = isEncoderTag && source.UInt32(encoder + 21) is { } gaps ? (gaps >> 20) + ((gaps >> 8) & 0xFFF) : 0;
        return (Length(count, padding, frame), bytes);
    }

    private static TimeSpan Length(uint frames, uint padding, MpegAudioFrame frame)
        => TimeSpan.FromSeconds(Math.Max(0, ((double)frames * frame.Samples) - padding) / frame.SampleRate);

    /// <summary>The rate of the first frames: all there is to go by where no tag states a length.</summary>
    private static double AverageBitRate(ByteSource source, long start, MpegAudioFrame first)
    {
        var sum = 0.0;
        var count = 0;
        var offset = start;
        while (count < SampledFrames && source.UInt32(offset) is { } header && MpegAudioFrame.Parse(header) is { } frame)
        {
            sum += frame.BitRate;
            count++;
            offset += frame.Length;
        }

        return count == 0 ? first.BitRate : sum / count;
    }
}
