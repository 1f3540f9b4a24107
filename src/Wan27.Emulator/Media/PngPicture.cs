using System.Buffers.Binary;
using System.IO.Compression;
using System.IO.Hashing;
using System.Text;

namespace Wan27.Emulator.Media;

/// <summary>Writes a drawing as a palette PNG.</summary>
internal static class PngPicture
{
    public static byte[] Encode(int width, int height, string subject, IReadOnlyList<string> colors) => Encode(new PaletteDrawing(width, height, subject, colors));

    public static byte[] Encode(PaletteDrawing drawing)
    {
        using var file = new MemoryStream();
        file.Write([0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]);
        Chunk(file, "IHDR", Head(drawing.Width, drawing.Height));
        Chunk(file, "PLTE", drawing.Palette);
        Chunk(file, "IDAT", Pixels(drawing));
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

    private static byte[] Pixels(PaletteDrawing drawing)
    {
        using var data = new MemoryStream();
        using (var packed = new ZLibStream(data, CompressionLevel.Fastest, leaveOpen: true))
        {
            var line = new byte[drawing.Width + 1];
            for (var y = 0; y < drawing.Height; y++)
            {
                line[0] = 0;
                drawing.Line(line.AsSpan(1), y);
                packed.Write(line);
            }
        }

        return data.ToArray();
    }

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
