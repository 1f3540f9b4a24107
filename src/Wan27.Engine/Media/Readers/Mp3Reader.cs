using System.Buffers.Binary;

namespace Wan27.Engine.Media.Readers;

/// <summary>
/// MP3: MetadataExtractor reads one frame header, but neither tags of any length before it nor the length of variable rates.
/// <para>
/// The length tag of the encoder is believed where it accounts for all bytes of the file and its frames are as large as those found. Else
/// the frames are counted to the end. What a LAME tag says was added around the sound is taken off, because decoders leave it out; of a
/// counted file only the part in front, because its true end is not the one that the tag knew. The frame that holds the tag is not sound.
/// </para>
/// </summary>
internal static class Mp3Reader
{
    private const int SearchLength = 8_192;
    private const int SampledPlaces = 8;
    private const int SampledFrames = 8;
    private const int EstimatedFrames = 64;

    /// <summary>Part by which the frames found may be larger or smaller than the tag's before they are counted.</summary>
    private const double SampleTolerance = 0.15;
    private const int TrailingTagLength = 128;

    /// <summary>First byte after all ID3v2 tags at the start.</summary>
    public static long SkipTags(ByteSource source)
    {
        Span<byte> head = stackalloc byte[10];
        var offset = 0L;
        while (source.TryRead(offset, head) && head.StartsWith("ID3"u8))
        {
            offset += TagLength(head);
        }

        return offset;
    }

    /// <summary>Bytes of the ID3v2 tag that begins here.</summary>
    public static long TagLength(ReadOnlySpan<byte> head)
    {
        var size = ((head[6] & 0x7F) << 21) | ((head[7] & 0x7F) << 14) | ((head[8] & 0x7F) << 7) | (head[9] & 0x7F);
        var hasFooter = (head[5] & 0x10) != 0;
        return 10 + size + (hasFooter ? 10 : 0);
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
        var freeLength = 0;
        if (FindFrame(source, tags) is not { } start)
        {
            if (FreeFormat.Find(source, tags) is not { } free)
            {
                return source.IsPartial ? facts : tags >= source.Length ? facts.Truncated("the MP3 ends within its tags") : facts.Malformed("it holds no MPEG audio frames");
            }

            (start, freeLength) = free;
        }

        if (source.UInt32(start) is not { } header || MpegAudioFrame.Parse(header, freeLength) is not { } frame)
        {
            return facts.Malformed("it holds no MPEG audio frames");
        }

        facts = facts with
        {
            Format = frame.Layer == 3 ? facts.Format : ForeignFormats.Mp2,
            HasAudio = true,
            AudioCodec = $"mp{frame.Layer}",
            SampleRate = frame.SampleRate,
            Channels = frame.Channels,
            Granularity = TimeSpan.FromSeconds((double)frame.Samples / frame.SampleRate),
        };
        var end = source.Length - (IsTrailingTag(source) ? TrailingTagLength : 0);
        var tag = LengthTag.Read(source, start, frame);
        if (source.IsPartial)
        {
            return tag is { Frames: > 0 } told
                ? facts with { Duration = Length(told.Frames, told.Delay + told.Padding, frame) }
                : facts with { Duration = TimeSpan.FromSeconds((end - start) * 8.0 / AverageBitRate(source, start, frame)), LengthBasis = LengthBasis.Estimated };
        }

        if (tag is { Frames: > 0 } stated && Accounts(source, stated, start, end, frame))
        {
            return facts with { Duration = Length(stated.Frames, stated.Delay + stated.Padding, frame) };
        }

        var first = start + (tag is null ? 0 : frame.Length);
        var counted = FrameCounter.Count(source, first, end, new MpegAudioGrammar(frame.Layer, freeLength));
        var delay = (tag?.Delay ?? 0) / (double)frame.SampleRate;
        facts = Counted(facts, counted with { Seconds = Math.Max(0, counted.Seconds - delay) }, end - first);
        if (tag is { Bytes: > 0 } declared && start + declared.Bytes > source.Length)
        {
            return facts.Truncated($"the MP3 declares {declared.Bytes} bytes of sound and has {source.Length - start}");
        }

        return tag is { Frames: > 0 } claim ? Disputed(facts, Length(claim.Frames, claim.Delay + claim.Padding, frame)) : facts;
    }

    /// <summary>Takes over what was counted; where the budget ended first, the rest is taken to be like the beginning.</summary>
    public static MediaFacts Counted(MediaFacts facts, FrameCount counted, long bytes)
        => counted.IsComplete
            ? facts with { Duration = Length(counted.Seconds), LengthBasis = LengthBasis.Counted }
            : facts with { Duration = Length(counted.Bytes <= 0 ? 0 : counted.Seconds * bytes / counted.Bytes), LengthBasis = LengthBasis.Estimated };

    private static TimeSpan? Length(double seconds) => seconds > 0 && seconds < TimeSpan.MaxValue.TotalSeconds / 2 ? TimeSpan.FromSeconds(seconds) : null;

    /// <summary>Says both figures where the header's is wrong by more than the frames that encoders count or leave out.</summary>
    private static MediaFacts Disputed(MediaFacts facts, TimeSpan claimed)
        => facts.Duration is { } counted && (counted - claimed).Duration() > 3 * facts.Granularity
            ? facts.With(
                MediaProblemKind.LengthDisputed,
                $"The MP3's header states {Measure.Seconds(claimed)}, its frames last {Measure.Seconds(counted)} (counted); the service may go by either.",
                "Write it again with another program, so that its header is right.")
            : facts;

    /// <summary>True when the tag explains the file: no sound follows the bytes that it declares, and its frames have the size of those found.</summary>
    private static bool Accounts(ByteSource source, LengthTag tag, long start, long end, MpegAudioFrame frame)
    {
        var stop = start + tag.Bytes;
        if (tag.Bytes == 0 || stop > end || (stop < end && SoundFollows(source, stop, end)))
        {
            return false;
        }

        var declared = (double)tag.Bytes / tag.Frames;
        long bytes = 0;
        var frames = 0;
        for (var place = 0; place < SampledPlaces; place++)
        {
            var offset = FindFrame(source, start + frame.Length + ((stop - start) / SampledPlaces * place), followers: 2);
            for (var i = 0; i < SampledFrames && offset < stop && source.UInt32(offset.Value) is { } header && MpegAudioFrame.Parse(header) is { } found; i++)
            {
                bytes += found.Length;
                frames++;
                offset += found.Length;
            }
        }

        // A handful of frames is counted as fast as it is judged.
        return frames >= SampledPlaces && Math.Abs(((double)bytes / frames) - declared) <= declared * SampleTolerance;
    }

    private static bool SoundFollows(ByteSource source, long offset, long end)
    {
        Span<byte> head = stackalloc byte[10];
        while (offset < end && source.TryRead(offset, head) && head.StartsWith("ID3"u8))
        {
            offset += TagLength(head);
        }

        return offset < end && FindFrame(source, offset, followers: 2) < end;
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

    private static TimeSpan Length(uint frames, uint padding, MpegAudioFrame frame)
        => TimeSpan.FromSeconds(Math.Max(0, ((double)frames * frame.Samples) - padding) / frame.SampleRate);

    /// <summary>The rate of the first frames: all there is to go by where only the beginning of a file is at hand.</summary>
    private static double AverageBitRate(ByteSource source, long start, MpegAudioFrame first)
    {
        var sum = 0.0;
        var count = 0;
        var offset = start;
        while (count < EstimatedFrames && source.UInt32(offset) is { } header && MpegAudioFrame.Parse(header) is { } frame)
        {
            sum += frame.BitRate;
            count++;
            offset += frame.Length;
        }

        return count == 0 ? first.BitRate : sum / count;
    }
}
