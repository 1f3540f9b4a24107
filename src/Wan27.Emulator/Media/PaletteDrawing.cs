using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Wan27.Emulator.Media;

/// <summary>A shaded ground with a few discs, all of it derived from the prompt: lines of numbers into a palette.</summary>
internal sealed class PaletteDrawing
{
    private const int GroundColors = 192;
    private const int Discs = 5;

    private readonly byte[] _seed;
    private readonly int _colors;

    public PaletteDrawing(int width, int height, string subject, IReadOnlyList<string> colors)
    {
        (Width, Height) = (width, height);
        _seed = SHA256.HashData(Encoding.UTF8.GetBytes(subject));
        var chosen = colors.Count > 0 ? colors.Select(Parse).ToArray() : Colors(_seed);
        _colors = chosen.Length;
        Palette = PaletteOf(chosen);
    }

    public int Width { get; }

    public int Height { get; }

    /// <summary>Red, green and blue of each number.</summary>
    public byte[] Palette { get; }

    public void Line(Span<byte> line, int y)
    {
        line.Fill((byte)((long)y * GroundColors / Height));
        for (var disc = 0; disc < Discs; disc++)
        {
            Disc(line, y, Width, Height, _seed.AsSpan(disc * 4, 4), (byte)(GroundColors + ((disc + 2) % _colors)));
        }
    }

    /// <summary>The ground's shades between the first two colours, then every colour as it is.</summary>
    private static byte[] PaletteOf((byte R, byte G, byte B)[] colors)
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
}
