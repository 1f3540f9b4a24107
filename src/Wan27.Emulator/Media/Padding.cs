using System.Buffers.Binary;
using System.IO.Hashing;
using System.Text;

namespace Wan27.Emulator.Media;

/// <summary>Adds bytes that every reader passes over, so that small results can stand in for large ones.</summary>
internal static class Padding
{
    private const int EndChunk = 12;

    /// <summary>A private ancillary chunk before the end chunk.</summary>
    public static byte[] Png(byte[] file, int size) => size == 0 ? file : WithChunk(file, Noise(size));

    /// <summary>A name inside the file that no other result has: a mix-up of two results has to show.</summary>
    public static byte[] Sign(byte[] file, string contentType, string name)
        => contentType == "image/png" ? WithChunk(file, Encoding.UTF8.GetBytes(name)) : [.. file, .. FreeBox(Encoding.UTF8.GetBytes(name))];

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
