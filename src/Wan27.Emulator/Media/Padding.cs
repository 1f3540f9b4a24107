using System.Buffers.Binary;

namespace Wan27.Emulator.Media;

/// <summary>Adds bytes that every reader passes over, so that small results can stand in for large ones.</summary>
internal static class Padding
{
    private const int EndChunk = 12;

    /// <summary>A private ancillary chunk before the end chunk.</summary>
    public static byte[] Png(byte[] file, int size)
    {
        if (size == 0)
        {
            return file;
        }

        byte[] body = [.. "waNd"u8, .. Noise(size)];
        return [.. file[..^EndChunk], .. Number(size), .. body, .. Number((int)Crc32.Of(body)), .. file[^EndChunk..]];
    }

    /// <summary>A free box at the end.</summary>
    public static byte[] Mp4(byte[] file, int size) => size == 0 ? file : [.. file, .. FreeBox(size)];

    public static async Task AppendMp4Async(string path, int size, CancellationToken cancel)
    {
        if (size > 0)
        {
            await using var file = new FileStream(path, FileMode.Append, FileAccess.Write);
            await file.WriteAsync(FreeBox(size), cancel);
        }
    }

    private static byte[] FreeBox(int size) => [.. Number(size + 8), .. "free"u8, .. Noise(size)];

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
