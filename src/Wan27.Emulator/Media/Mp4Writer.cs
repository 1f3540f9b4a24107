using System.Buffers.Binary;
using System.Text;

namespace Wan27.Emulator.Media;

/// <summary>Wraps H.264 units, one per frame, in an MP4 file whose index comes first.</summary>
internal static class Mp4Writer
{
    private static readonly int[] Identity = [0x10000, 0, 0, 0, 0x10000, 0, 0, 0, 0x40000000];

    public static byte[] Write(int width, int height, int fps, byte[] sequenceSet, byte[] pictureSet, IReadOnlyList<byte[]> frames, int keyEvery)
    {
        var type = Box("ftyp", Text("isom"), Ints(512), Text("isomiso2avc1mp41"));
        byte[] Movie(int dataAt) => MovieBox(width, height, fps, sequenceSet, pictureSet, frames, keyEvery, dataAt);
        var dataAt = type.Length + Movie(0).Length + 8;
        var data = Box("mdat", [.. frames.SelectMany(static frame => new[] { Ints(frame.Length), frame })]);
        return [.. type, .. Movie(dataAt), .. data];
    }

    private static byte[] MovieBox(
        int width, int height, int fps, byte[] sequenceSet, byte[] pictureSet, IReadOnlyList<byte[]> frames, int keyEvery, int dataAt)
    {
        var scale = fps * 1000;
        var duration = frames.Count * 1000;
        var movieHead = Box("mvhd", Ints(0, 0, 0, scale, duration, 0x10000), Shorts(0x0100, 0), Ints(0, 0), Ints(Identity), Ints(0, 0, 0, 0, 0, 0, 2));
        var trackHead = Box("tkhd", Ints(3, 0, 0, 1, 0, duration, 0, 0), Shorts(0, 0, 0, 0), Ints(Identity), Ints(width << 16, height << 16));
        var mediaHead = Box("mdhd", Ints(0, 0, 0, scale, duration), Shorts(0x55C4, 0));
        var handler = Box("hdlr", Ints(0, 0), Text("vide"), Ints(0, 0, 0), Text("VideoHandler\0"));
        var reference = Box("dinf", Box("dref", Ints(0, 1), Box("url ", Ints(1))));
        var information = Box("minf", Box("vmhd", Ints(1), Shorts(0, 0, 0, 0)), reference, Table(width, height, sequenceSet, pictureSet, frames, keyEvery, dataAt));
        return Box("moov", movieHead, Box("trak", trackHead, Box("mdia", mediaHead, handler, information)));
    }

    private static byte[] Table(
        int width, int height, byte[] sequenceSet, byte[] pictureSet, IReadOnlyList<byte[]> frames, int keyEvery, int dataAt)
    {
        var keys = Enumerable.Range(0, frames.Count).Where(frame => frame % keyEvery == 0).Select(static frame => frame + 1).ToArray();
        return Box(
            "stbl",
            Box("stsd", Ints(0, 1), Description(width, height, sequenceSet, pictureSet)),
            Box("stts", Ints(0, 1, frames.Count, 1000)),
            Box("stss", Ints(0, keys.Length), Ints(keys)),
            Box("stsc", Ints(0, 1, 1, frames.Count, 1)),
            Box("stsz", Ints(0, 0, frames.Count), Ints([.. frames.Select(static frame => frame.Length + 4)])),
            Box("stco", Ints(0, 1, dataAt)));
    }

    private static byte[] Description(int width, int height, byte[] sequenceSet, byte[] pictureSet)
    {
        byte[] configuration =
        [
            1, sequenceSet[1], sequenceSet[2], sequenceSet[3], 0xFF,
            0xE1, .. Shorts(sequenceSet.Length), .. sequenceSet,
            1, .. Shorts(pictureSet.Length), .. pictureSet,
        ];
        return Box(
            "avc1",
            Ints(0),
            Shorts(0, 1),
            Ints(0, 0, 0, 0),
            Shorts(width, height),
            Ints(0x480000, 0x480000, 0),
            Shorts(1),
            new byte[32],
            Shorts(0x18, 0xFFFF),
            Box("avcC", configuration));
    }

    private static byte[] Box(string name, params byte[][] parts)
    {
        var size = 8 + parts.Sum(static part => part.Length);
        var box = new byte[size];
        BinaryPrimitives.WriteInt32BigEndian(box, size);
        Encoding.Latin1.GetBytes(name, box.AsSpan(4));
        var at = 8;
        foreach (var part in parts)
        {
            part.CopyTo(box, at);
            at += part.Length;
        }

        return box;
    }

    private static byte[] Ints(params int[] values)
    {
        var bytes = new byte[values.Length * 4];
        for (var index = 0; index < values.Length; index++)
        {
            BinaryPrimitives.WriteInt32BigEndian(bytes.AsSpan(index * 4), values[index]);
        }

        return bytes;
    }

    private static byte[] Shorts(params int[] values)
        => [.. values.SelectMany(static value => new[] { (byte)(value >> 8), (byte)value })];

    private static byte[] Text(string text) => Encoding.Latin1.GetBytes(text);
}
