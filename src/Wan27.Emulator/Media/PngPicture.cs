using System.Buffers.Binary;
using System.Globalization;
using System.IO.Compression;
using System.IO.Hashing;
using System.Security.Cryptography;
using System.Text;

namespace Wan27.Emulator.Media;

/// <summary>Draws and writes a palette PNG: a shaded ground with a few discs, all of it derived from the prompt.</summary>
internal static class PngPicture
{
    private const int GroundColors = 192;
    private const int Discs = 5;

    public static byte[] Encode(int width, int height, string subject, IReadOnlyList<string> colors)
    {
        var seed = SHA256.HashData(Encoding.UTF8.GetBytes(subject));
        var chosen = colors.Count > 0 ? colors.Select(Parse).ToArray() : Colors(seed);
        using var file = new MemoryStream();
        file.Write([0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]);
        Chunk(file, "IHDR", Head(width, height));
        Chunk(file, "PLTE", Palette(chosen));
        Chunk(file, "IDAT", Pixels(width, height, seed, chosen.Length));
        Chunk(file, "IEND", []);
        return file.ToArray();
    }

    private static byte[] Head(int width, int height)
    {
        var head = new byte[13];
        BinaryPrimitives.WriteInt32BigEndian(head, width);
        BinaryPrimitives.WriteInt32BigEndian(head.AsSpan(4), height);
        head[8] = 8; // bits per pixel
        head[9] = 3; // palette
        return head;
    }

    /// <summary>The ground's shades between the first two colours, then every colour as it is.</summary>
    private static byte[] Palette((byte R, byte G, byte B)[] colors)
    {
        var palette = new byte[3 * (GroundColors + colors.Length)];
        for (var index = 0; index < GroundColors; index++)
        {
            palette[index * 3] = Mix(colors[0].R, colors[1].R, index);
            palette[(index * 3) + 1] = Mix(colors[0].G, colors[1].G, index);
            palette[(index * 3) + 2] = Mix(colors[0].B, colors[1].B, index);
        }

        for (var index = 0; index < colors.Length; index++)
        {
            (palette[(GroundColors + index) * 3], palette[((GroundColors + index) * 3) + 1], palette[((GroundColors + index) * 3) + 2]) = colors[index];
        }

        return palette;
    }

    private static byte[] Pixels(int width, int height, byte[] seed, int colors)
    {
        using var data = new MemoryStream();
        using (var packed = new ZLibStream(data, CompressionLevel.Fastest, leaveOpen: true))
        {
            var line = new byte[width + 1];
            for (var y = 0; y < height; y++)
            {
                line[0] = 0;
                line.AsSpan(1).Fill((byte)((long)y * GroundColors / height));
                for (var disc = 0; disc < Discs; disc++)
                {
                    Disc(line.AsSpan(1), y, width, height, seed.AsSpan(disc * 4, 4), (byte)(GroundColors + ((disc + 2) % colors)));
                }

                packed.Write(line);
            }
        }

        return data.ToArray();
    }

    private static void Disc(Span<byte> line, int y, int width, int height, ReadOnlySpan<byte> place, byte color)
    {
        var small = Math.Min(width, height);
        var radius = (small / 16) + (small * place[0] / 255 / 6);
        var dy = y - (height * (place[2] + 1) / 257);
        if (Math.Abs(dy) >= radius)
        {
            return;
        }

        var half = (int)Math.Sqrt(((double)radius * radius) - ((double)dy * dy));
        var center = width * (place[1] + 1) / 257;
        var start = Math.Max(0, center - half);
        line[start..Math.Min(width, center + half)].Fill(color);
    }

    private static (byte R, byte G, byte B)[] Colors(byte[] seed)
        => [.. Enumerable.Range(0, 5).Select(index => (seed[20 + index], seed[21 + index], seed[(22 + index) % 32]))];

    private static (byte R, byte G, byte B) Parse(string hex)
    {
        var value = int.Parse(hex.AsSpan(1), NumberStyles.HexNumber, CultureInfo.InvariantCulture);
        return ((byte)(value >> 16), (byte)(value >> 8), (byte)value);
    }

    private static byte Mix(byte from, byte to, int step) => (byte)(from + ((to - from) * step / (GroundColors - 1)));

    private static void Chunk(Stream file, string name, byte[] content)
    {
        Span<byte> number = stackalloc byte[4];
        BinaryPrimitives.WriteInt32BigEndian(number, content.Length);
        file.Write(number);
        byte[] body = [.. Encoding.Latin1.GetBytes(name), .. content];
        file.Write(body);
        BinaryPrimitives.WriteUInt32BigEndian(number, Crc32.HashToUInt32(body));
        file.Write(number);
    }
}
