using System.Buffers.Binary;

namespace Wan27.Engine.Media.Readers;

/// <summary>
/// MPEG audio without a stated bit rate: its frames are as long as the distance between two headers that agree in all but padding, which
/// has to return twice more to be believed.
/// </summary>
internal static class FreeFormat
{
    private const int SearchLength = 16_384;
    private const int Repeats = 3;

    /// <summary>Where the first frame starts and how long frames are without padding; null where there are none.</summary>
    public static (long Start, int Length)? Find(ByteSource source, long start)
    {
        var window = new byte[SearchLength];
        var count = source.Read(start, window);
        for (var i = 0; i + 4 <= count; i++)
        {
            if (window[i] != 0xFF || MpegAudioFrame.Parse(Word(window, i), 1) is null || MpegAudioFrame.Parse(Word(window, i)) is not null)
            {
                continue;
            }

            for (var next = i + 32; next + 4 <= count && next - i <= MpegAudioFrame.LongestFree; next++)
            {
                if (window[next] == 0xFF && Agree(window, i, next))
                {
                    // The distance holds the padding of the first frame.
                    var length = next - i - Padding(window, i);
                    if (IsRepeated(window.AsSpan(0, count), next, length))
                    {
                        return (start + i, length);
                    }
                }
            }

            // What looks like a header at every byte would otherwise be tried against every other.
            if (i > SearchLength / 4)
            {
                break;
            }
        }

        return null;
    }

    private static bool IsRepeated(ReadOnlySpan<byte> window, int at, int length)
    {
        for (var i = 1; i < Repeats; i++)
        {
            var next = at + length + Padding(window, at);
            if (next + 4 > window.Length || !Agree(window, at, next))
            {
                return false;
            }

            at = next;
        }

        return true;
    }

    private static bool Agree(ReadOnlySpan<byte> window, int one, int other)
    {
        // Version, layer, rate index and sample rate; padding, private bit and joint stereo may change.
        const uint Constant = 0xFFFE_FC00;
        return (Word(window, one) & Constant) == (Word(window, other) & Constant);
    }

    private static int Padding(ReadOnlySpan<byte> window, int at) => (int)(Word(window, at) >> 9) & 1;

    private static uint Word(ReadOnlySpan<byte> window, int at) => BinaryPrimitives.ReadUInt32BigEndian(window[at..]);
}
