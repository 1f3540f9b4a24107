using System.Buffers.Binary;

namespace Wan27.Emulator.Media;

/// <summary>
/// Writes a drawing as a baseline JPEG of full colour resolution. Its Huffman codes are all of one length, which costs some size and needs
/// no tables of the standard.
/// </summary>
internal static class JpegPicture
{
    private const int Side = 8;
    private const int Step = 12;
    private const int DcBits = 4;
    private const int AcBits = 8;
    private const int MaxRun = 15;
    private const int MaxSize = 10;
    private const byte LongRun = 0xF0;

    private static readonly int[] ZigZag =
    [
        0, 1, 8, 16, 9, 2, 3, 10, 17, 24, 32, 25, 18, 11, 4, 5, 12, 19, 26, 33, 40, 48, 41, 34, 27, 20, 13, 6, 7, 14, 21, 28,
        35, 42, 49, 56, 57, 50, 43, 36, 29, 22, 15, 23, 30, 37, 44, 51, 58, 59, 52, 45, 38, 31, 39, 46, 53, 60, 61, 54, 47, 55, 62, 63,
    ];

    private static readonly float[] Cosines =
        [.. Enumerable.Range(0, Side * Side).Select(static at => (float)((at / Side == 0 ? Math.Sqrt(0.125) : 0.5) * Math.Cos(((2 * (at % Side)) + 1) * (at / Side) * Math.PI / 16)))];

    private static readonly byte[] DcSymbols = [.. Enumerable.Range(0, 12).Select(static size => (byte)size)];

    private static readonly byte[] AcSymbols =
    [
        0, LongRun, .. Enumerable.Range(0, MaxRun + 1).SelectMany(static run => Enumerable.Range(1, MaxSize).Select(size => (byte)((run << 4) | size))),
    ];

    private static readonly int[] AcCodes = [.. Enumerable.Range(0, 256).Select(static symbol => Array.IndexOf(AcSymbols, (byte)symbol))];

    public static byte[] Encode(PaletteDrawing drawing)
    {
        using var file = new MemoryStream();
        file.Write([0xFF, 0xD8]);
        Segment(file, 0xE0, [.. "JFIF\0"u8, 1, 1, 0, 0, 1, 0, 1, 0, 0]);
        Segment(file, 0xDB, [0, .. Enumerable.Repeat((byte)Step, Side * Side)]);
        Segment(file, 0xC0, Frame(drawing));
        Segment(file, 0xC4, [0x00, .. Counts(DcBits, DcSymbols.Length), .. DcSymbols, 0x10, .. Counts(AcBits, AcSymbols.Length), .. AcSymbols]);
        Segment(file, 0xDA, [3, 1, 0, 2, 0, 3, 0, 0, 63, 0]);
        Scan(file, drawing);
        file.Write([0xFF, 0xD9]);
        return file.ToArray();
    }

    private static byte[] Frame(PaletteDrawing drawing)
    {
        byte[] frame = [8, 0, 0, 0, 0, 3, 1, 0x11, 0, 2, 0x11, 0, 3, 0x11, 0];
        BinaryPrimitives.WriteUInt16BigEndian(frame.AsSpan(1), (ushort)drawing.Height);
        BinaryPrimitives.WriteUInt16BigEndian(frame.AsSpan(3), (ushort)drawing.Width);
        return frame;
    }

    /// <summary>How many codes there are of each length from 1 to 16.</summary>
    private static byte[] Counts(int length, int count) => [.. Enumerable.Range(1, 16).Select(bits => bits == length ? (byte)count : (byte)0)];

    private static void Segment(Stream file, byte marker, byte[] content)
    {
        Span<byte> head = [0xFF, marker, 0, 0];
        BinaryPrimitives.WriteUInt16BigEndian(head[2..], (ushort)(content.Length + 2));
        file.Write(head);
        file.Write(content);
    }

    private static void Scan(Stream file, PaletteDrawing drawing)
    {
        var planes = Planes(drawing.Palette);
        var lines = new byte[Side][];
        for (var row = 0; row < Side; row++)
        {
            lines[row] = new byte[drawing.Width];
        }

        var bits = new JpegBits(file);
        var before = new int[3];
        var block = new float[Side * Side];
        var work = new float[Side * Side];
        for (var y = 0; y < drawing.Height; y += Side)
        {
            for (var row = 0; row < Side; row++)
            {
                drawing.Line(lines[row], Math.Min(y + row, drawing.Height - 1));
            }

            for (var x = 0; x < drawing.Width; x += Side)
            {
                for (var plane = 0; plane < planes.Length; plane++)
                {
                    for (var at = 0; at < block.Length; at++)
                    {
                        block[at] = planes[plane][lines[at / Side][Math.Min(x + (at % Side), drawing.Width - 1)]];
                    }

                    Transform(block, work);
                    before[plane] = Write(bits, block, before[plane]);
                }
            }
        }

        bits.Finish();
    }

    /// <summary>Luma and the two differences of each palette number, around zero.</summary>
    private static float[][] Planes(byte[] palette)
    {
        var count = palette.Length / 3;
        float[][] planes = [new float[count], new float[count], new float[count]];
        for (var index = 0; index < count; index++)
        {
            float red = palette[index * 3];
            float green = palette[(index * 3) + 1];
            float blue = palette[(index * 3) + 2];
            planes[0][index] = (0.299f * red) + (0.587f * green) + (0.114f * blue) - 128;
            planes[1][index] = (-0.168736f * red) - (0.331264f * green) + (0.5f * blue);
            planes[2][index] = (0.5f * red) - (0.418688f * green) - (0.081312f * blue);
        }

        return planes;
    }

    private static void Transform(float[] block, float[] work)
    {
        Pass(block, work);
        Pass(work, block);
    }

    /// <summary>One direction of the cosine transform; the result lies across, so that the second pass takes the other one.</summary>
    private static void Pass(float[] source, float[] target)
    {
        for (var row = 0; row < Side; row++)
        {
            for (var frequency = 0; frequency < Side; frequency++)
            {
                var sum = 0f;
                for (var at = 0; at < Side; at++)
                {
                    sum += source[(row * Side) + at] * Cosines[(frequency * Side) + at];
                }

                target[(frequency * Side) + row] = sum;
            }
        }
    }

    private static int Write(JpegBits bits, float[] block, int before)
    {
        var dc = Quantized(block[0]);
        var size = SizeOf(dc - before);
        bits.Put(size, DcBits);
        bits.PutNumber(dc - before, size);
        var run = 0;
        for (var at = 1; at < block.Length; at++)
        {
            var value = Quantized(block[ZigZag[at]]);
            if (value == 0)
            {
                run++;
                continue;
            }

            for (; run > MaxRun; run -= MaxRun + 1)
            {
                bits.Put(AcCodes[LongRun], AcBits);
            }

            size = SizeOf(value);
            bits.Put(AcCodes[(run << 4) | size], AcBits);
            bits.PutNumber(value, size);
            run = 0;
        }

        if (run > 0)
        {
            bits.Put(AcCodes[0], AcBits);
        }

        return dc;
    }

    private static int Quantized(float value) => (int)MathF.Round(value / Step);

    private static int SizeOf(int value) => value == 0 ? 0 : int.Log2(Math.Abs(value)) + 1;
}
