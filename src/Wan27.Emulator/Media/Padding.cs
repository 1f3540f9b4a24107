using System.Buffers.Binary;
using System.IO.Hashing;
using System.Text;

namespace Wan27.Emulator.Media;

/// <summary>Adds bytes that every reader passes over, so that small results can stand in for large ones.</summary>
internal static class Padding
{
    private const int EndChunk = 12;
    private const int LargestComment = 65533;

    /// <summary>A private part that readers of the format pass over.</summary>
    public static byte[] Picture(byte[] file, string contentType, int size) => size == 0 ? file : With(file, contentType, Noise(size));

    /// <summary>A name inside the file that no other result has: a mix-up of two results has to show.</summary>
    public static byte[] Sign(byte[] file, string contentType, string name)
        => With(file, contentType, Encoding.UTF8.GetBytes(name));

    /// <summary>A free box at the end.</summary>
    public static byte[] Mp4(byte[] file, int size) => size == 0 ? file : [.. file, .. FreeBox(Noise(size))];

    public static async Task AppendMp4Async(string path, int size, CancellationToken cancel)
    {
        if (size > 0)
        {
            await using var file = new FileStream(path, FileMode.Append, FileAccess.Write);
            await file.WriteAsync(FreeBox(Noise(size)), cancel);
        }
    }

    private static byte[] With(byte[] file, string contentType, byte[] content)
        => contentType switch
        {
            "image/png" => WithChunk(file, content),
            "image/jpeg" => [.. file[..2], .. content.Chunk(LargestComment).SelectMany(Comment), .. file[2..]],
            "image/webp" => WithRiffChunk(file, content),
            _ => [.. file, .. FreeBox(content)],
        };

    private static byte[] Comment(byte[] content) => [0xFF, 0xFE, (byte)((content.Length + 2) >> 8), (byte)(content.Length + 2), .. content];

    private static byte[] WithRiffChunk(byte[] file, byte[] content)
    {
        byte[] longer = [.. file, .. "waNd"u8, 0, 0, 0, 0, .. content, .. content.Length % 2 == 0 ? Array.Empty<byte>() : [0]];
        BinaryPrimitives.WriteInt32LittleEndian(longer.AsSpan(file.Length + 4), content.Length);
        BinaryPrimitives.WriteInt32LittleEndian(longer.AsSpan(4), longer.Length - 8);
        return longer;
    }

    private static byte[] WithChunk(byte[] file, byte[] content)
    {
        byte[] body = [.. "waNd"u8, .. content];
        return [.. file[..^EndChunk], .. Number(content.Length), .. body, .. Number((int)Crc32.HashToUInt32(body)), .. file[^EndChunk..]];
    }

    private static byte[] FreeBox(byte[] content) => [.. Number(content.Length + 8), .. "free"u8, .. content];

    /// <summary>Not zeros: a hole or a shift in a transfer has to show.</summary>
    private static byte[] Noise(int size)
    {
        var noise = new byte[size];
        new Random(27).NextBytes(noise);
        return noise;
    }

    private static byte[] Number(int value)
    {
        var bytes = new byte[4];
        BinaryPrimitives.WriteInt32BigEndian(bytes, value);
        return bytes;
    }
}
