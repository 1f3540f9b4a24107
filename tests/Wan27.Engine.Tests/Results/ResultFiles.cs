using System.Buffers.Binary;
using Wan27.Emulator.Media;
using Wan27.Engine.Tests.Media;

namespace Wan27.Engine.Tests.Results;

/// <summary>Whole result files, made by the emulator's writers or byte by byte, and what can happen to them on their way.</summary>
internal static class ResultFiles
{
    private const int FreeHead = 8;

    private static readonly byte[] Smallest = MosaicVideo.Encode(96, 64, 20, 0);

    /// <summary>An MP4 as the routes make it; with a length, filled up to it with noise in a box that readers pass over.</summary>
    public static byte[] Film(int? length = null, int seed = 1)
    {
        if (length is not { } wanted)
        {
            return [.. Smallest];
        }

        var filler = new byte[wanted - Smallest.Length];
        new Random(seed).NextBytes(filler);
        BinaryPrimitives.WriteInt32BigEndian(filler, filler.Length);
        "free"u8.CopyTo(filler.AsSpan(4));
        return [.. Smallest, .. filler];
    }

    /// <summary>The beginning of a film that ends with a box of zeros; the rest of its length is to be sent as zeros.</summary>
    public static byte[] FilmWithLargeEnd(int length, int sends)
    {
        var start = new byte[sends];
        Smallest.CopyTo(start.AsSpan());
        BinaryPrimitives.WriteInt32BigEndian(start.AsSpan(Smallest.Length), length - Smallest.Length);
        "free"u8.CopyTo(start.AsSpan(Smallest.Length + 4));
        return start;
    }

    /// <summary>A MOV by its brand.</summary>
    public static byte[] Movie()
    {
        byte[] movie = [.. Smallest];
        "qt  "u8.CopyTo(movie.AsSpan(FreeHead));
        return movie;
    }

    /// <summary>A film with its index behind the media, as cameras write it.</summary>
    public static byte[] FilmWithIndexLast()
    {
        var boxes = Boxes(Smallest);
        var (type, index, media) = (boxes["ftyp"], boxes["moov"], boxes["mdat"]);
        byte[] moved = [.. index];
        var place = moved.AsSpan().IndexOf("stco"u8) + 12;
        BinaryPrimitives.WriteInt32BigEndian(moved.AsSpan(place), type.Length + 8);
        return [.. type, .. media, .. moved];
    }

    public static byte[] Png() => PngPicture.Encode(64, 48, "fox", []);

    public static byte[] Jpeg() => HandMade.Jpeg(640, 480);

    /// <summary>A lossless WEBP of one pixel.</summary>
    public static byte[] WebP() => Convert.FromBase64String("UklGRhoAAABXRUJQVlA4TA0AAAAvAAAAEAcQERGIiP4HAA==");

    /// <summary>The boxes of the uppermost level by name.</summary>
    public static Dictionary<string, byte[]> Boxes(byte[] film)
    {
        var boxes = new Dictionary<string, byte[]>();
        for (var offset = 0; offset < film.Length;)
        {
            var size = BinaryPrimitives.ReadInt32BigEndian(film.AsSpan(offset));
            boxes[System.Text.Encoding.ASCII.GetString(film, offset + 4, 4)] = film[offset..(offset + size)];
            offset += size;
        }

        return boxes;
    }
}
