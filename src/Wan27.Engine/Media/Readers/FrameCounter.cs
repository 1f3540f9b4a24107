using System.Buffers;
using System.Buffers.Binary;

namespace Wan27.Engine.Media.Readers;

/// <summary>
/// Counts frames to the end of a file through one large buffer. Tags between the frames, as joined files have them, are passed over by
/// their size; other bytes are searched for the next pair of frames, so far and no farther.
/// </summary>
internal static class FrameCounter
{
    private const int BufferLength = 256 * 1024;

    /// <summary>Bytes at most that belong to no frame or tag. What has more of them is no longer sound.</summary>
    private const int MaximumJunk = 1 << 20;

    private const int TagHeaderLength = 32;

    public static FrameCount Count<TGrammar>(ByteSource source, long start, long end, TGrammar grammar)
        where TGrammar : struct, IFrameGrammar
    {
        var buffer = ArrayPool<byte>.Shared.Rent(BufferLength);
        try
        {
            return new Walk<TGrammar>(source, start, end, grammar, buffer).Run();
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private ref struct Walk<TGrammar>(ByteSource source, long start, long end, TGrammar grammar, byte[] buffer)
        where TGrammar : struct, IFrameGrammar
    {
        private readonly long _start = start;
        private readonly long _end = Math.Min(end, source.Length);
        private long _at = start;
        private long _bufferStart = start;
        private int _buffered;
        private long _frames;
        private double _seconds;
        private long _samples;
        private int _rate;
        private int _junk;

        public FrameCount Run()
        {
            while (Header(_at, TGrammar.HeaderLength) is { IsEmpty: false } header)
            {
                if (grammar.TryParse(header, out var frame))
                {
                    if (_at + frame.Length > _end)
                    {
                        // Decoders drop the frame that the end cuts through.
                        break;
                    }

                    Add(frame);
                    _at += frame.Length;
                }
                else if (TagLength(_at) is { } tag)
                {
                    _at += tag;
                }
                else if (!Resynchronise())
                {
                    break;
                }
            }

            Close();
            var isComplete = source.BytesScanned < ByteSource.ScanBudget && !source.IsExhausted && !source.IsPartial;
            return new FrameCount(_frames, _seconds, Math.Min(_at, _end) - _start, isComplete);
        }

        private void Add(SoundFrame frame)
        {
            if (frame.Rate != _rate)
            {
                Close();
                _rate = frame.Rate;
            }

            _frames++;
            _samples += frame.Samples;
        }

        /// <summary>Joined files may differ in rate.</summary>
        private void Close()
        {
            _seconds += _rate == 0 ? 0 : (double)_samples / _rate;
            _samples = 0;
        }

        private ReadOnlySpan<byte> Header(long at, int length)
        {
            if (at + length > _end)
            {
                return default;
            }

            if (at < _bufferStart || at + length > _bufferStart + _buffered)
            {
                _bufferStart = at;
                _buffered = source.Scan(at, buffer.AsSpan(0, (int)Math.Min(BufferLength, _end - at)));
                if (_buffered < length)
                {
                    return default;
                }
            }

            return buffer.AsSpan((int)(at - _bufferStart), length);
        }

        private long? TagLength(long at)
        {
            var head = Header(at, (int)Math.Min(TagHeaderLength, _end - at));
            if (head.Length >= 10 && head.StartsWith("ID3"u8))
            {
                return Mp3Reader.TagLength(head);
            }

            if (head.Length == TagHeaderLength && head.StartsWith("APETAGEX"u8))
            {
                const uint IsHeader = 1u << 29;
                return (BinaryPrimitives.ReadUInt32LittleEndian(head[20..]) & IsHeader) == 0
                    ? TagHeaderLength
                    : TagHeaderLength + (long)BinaryPrimitives.ReadUInt32LittleEndian(head[12..]);
            }

            return head.Length >= 4 && head.StartsWith("TAG"u8) ? 128 : null;
        }

        private bool Resynchronise()
        {
            var at = _at + 1;
            while (Header(at, TGrammar.HeaderLength) is { IsEmpty: false })
            {
                var rest = buffer.AsSpan((int)(at - _bufferStart), _buffered - (int)(at - _bufferStart));
                var distance = rest.IndexOf((byte)0xFF);
                var step = distance < 0 ? rest.Length : distance;
                _junk += step;
                at += step;
                if (_junk > MaximumJunk)
                {
                    return false;
                }

                if (distance < 0)
                {
                    continue;
                }

                if (Header(at, TGrammar.HeaderLength) is { IsEmpty: false } header
                    && grammar.TryParse(header, out var frame)
                    && (at + frame.Length == _end
                        || (Header(at + frame.Length, TGrammar.HeaderLength) is { IsEmpty: false } next && grammar.TryParse(next, out var follower) && follower.Rate == frame.Rate)))
                {
                    _at = at;
                    return true;
                }

                at++;
                _junk++;
            }

            return false;
        }
    }
}
