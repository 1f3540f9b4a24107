using System.Buffers.Binary;

namespace Wan27.Emulator.Media;

/// <summary>Writes a drawing as a lossless WebP (VP8L): a palette and one byte for each pixel, by codes of one length.</summary>
internal static class WebpPicture
{
    private const int Symbols = 256;
    private const int LengthCodes = 24;

    public static byte[] Encode(PaletteDrawing drawing)
    {
        var bits = new WebpBits();
        bits.Put(0x2F, 8);
        bits.Put(drawing.Width - 1, 14);
        bits.Put(drawing.Height - 1, 14);
        bits.Put(0, 4); // no alpha, version 0
        Palette(bits, drawing.Palette);
        bits.Put(0, 1); // no more transforms
        bits.Put(0, 2); // neither a colour cache nor groups of codes
        Flat(bits, Symbols + LengthCodes);
        Single(bits, 0);
        Single(bits, 0);
        Single(bits, byte.MaxValue);
        Single(bits, 0);
        var line = new byte[drawing.Width];
        for (var y = 0; y < drawing.Height; y++)
        {
            drawing.Line(line, y);
            foreach (var index in line)
            {
                bits.PutCode(index);
            }
        }

        return File(bits.ToArray());
    }

    /// <summary>The transform to a palette: each colour as its difference from the one before.</summary>
    private static void Palette(WebpBits bits, byte[] palette)
    {
        var count = palette.Length / 3;
        bits.Put(1, 1);
        bits.Put(3, 2);
        bits.Put(count - 1, 8);
        bits.Put(0, 1); // no colour cache
        Flat(bits, Symbols + LengthCodes);
        Flat(bits, Symbols);
        Flat(bits, Symbols);
        Pair(bits, 0, byte.MaxValue);
        Single(bits, 0);
        for (var index = 0; index < count; index++)
        {
            bits.PutCode(Difference(palette, index, 1));
            bits.PutCode(Difference(palette, index, 0));
            bits.PutCode(Difference(palette, index, 2));
            bits.Put(index == 0 ? 1 : 0, 1); // opaque at first, and no change after that
        }
    }

    private static byte Difference(byte[] palette, int index, int channel)
        => (byte)(palette[(index * 3) + channel] - (index == 0 ? 0 : palette[((index - 1) * 3) + channel]));

    /// <summary>Codes of eight bits for the first 256 symbols, and none for the rest.</summary>
    private static void Flat(WebpBits bits, int alphabet)
    {
        const int lengthsNamed = 12; // in the order of the format, as far as the length 8
        bits.Put(0, 1);
        bits.Put(lengthsNamed - 4, 4);
        for (var at = 0; at < lengthsNamed; at++)
        {
            bits.Put(at is 2 or 11 ? 1 : 0, 3); // the lengths 0 and 8, by one bit each
        }

        bits.Put(0, 1); // all symbols have a length
        for (var symbol = 0; symbol < alphabet; symbol++)
        {
            bits.Put(symbol < Symbols ? 1 : 0, 1);
        }
    }

    private static void Single(WebpBits bits, int symbol)
    {
        bits.Put(1, 1);
        bits.Put(0, 1);
        bits.Put(1, 1);
        bits.Put(symbol, 8);
    }

    private static void Pair(WebpBits bits, int first, int second)
    {
        bits.Put(1, 1);
        bits.Put(1, 1);
        bits.Put(1, 1);
        bits.Put(first, 8);
        bits.Put(second, 8);
    }

    private static byte[] File(byte[] stream)
    {
        var padded = stream.Length + (stream.Length % 2);
        var file = new byte[20 + padded];
        "RIFF"u8.CopyTo(file);
        BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(4), file.Length - 8);
        "WEBPVP8L"u8.CopyTo(file.AsSpan(8));
        BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(16), stream.Length);
        stream.CopyTo(file, 20);
        return file;
    }
}
