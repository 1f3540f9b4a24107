using System.Buffers.Binary;
using System.Text;

namespace Wan27.Engine.Tests.Media;

/// <summary>Headers written byte by byte, for what no program writes on request.</summary>
internal static class HandMade
{
    public static byte[] Png(int colourType, bool hasTransparency, uint width = 640, uint height = 480, int orientation = 0, bool hasEnd = true)
    {
        var chunks = new List<byte[]> { Chunk("IHDR", Join(Big(width), Big(height), [8, (byte)colourType, 0, 0, 0])) };
        if (colourType == 3)
        {
            chunks.Add(Chunk("PLTE", new byte[6]));
        }

        if (hasTransparency)
        {
            chunks.Add(Chunk("tRNS", new byte[colourType switch { 0 => 2, 2 => 6, _ => 1 }]));
        }

        if (orientation > 0)
        {
            chunks.Add(Chunk("eXIf", Tiff(orientation)));
        }

        chunks.Add(Chunk("IDAT", new byte[40]));
        if (hasEnd)
        {
            chunks.Add(Chunk("IEND", []));
        }

        return Join([0x89, .. "PNG\r\n\u001a\n"u8], Join([.. chunks]));

        static byte[] Chunk(string type, byte[] data) => Join(Big((uint)data.Length), Encoding.ASCII.GetBytes(type), data, new byte[4]);
    }

    public static byte[] Jpeg(ushort width, ushort height, int orientation = 0, bool hasEnd = true) => Join(
        [0xFF, 0xD8],
        orientation == 0 ? [] : Segment(0xE1, Join("Exif\0\0"u8.ToArray(), Tiff(orientation))),
        Segment(0xDB, new byte[65]),
        Segment(0xC0, Join([8], Big(height), Big(width), [3, 1, 0x11, 0, 2, 0x11, 0, 3, 0x11, 0])),
        Segment(0xDA, new byte[10]),
        new byte[50],
        hasEnd ? [0xFF, 0xD9] : []);

    /// <summary>A little-endian TIFF directory with size and orientation.</summary>
    public static byte[] Tiff(int orientation, uint width = 640, uint height = 480) => Join(
        "II*\0"u8.ToArray(), Little(8u), Little((ushort)3),
        Little((ushort)0x0100), Little((ushort)4), Little(1u), Little(width),
        Little((ushort)0x0101), Little((ushort)4), Little(1u), Little(height),
        Little((ushort)0x0112), Little((ushort)3), Little(1u), Little((uint)orientation),
        Little(0u));

    /// <summary>A BMP with a header of the size given, followed by all its pixels.</summary>
    public static byte[] Bmp(int headerSize, ushort bits, uint compression = 0, uint alphaMask = 0, int width = 300, int height = 260)
    {
        var header = new byte[headerSize == 12 ? 12 : Math.Max(headerSize, 40)];
        BinaryPrimitives.WriteInt32LittleEndian(header, headerSize);
        if (headerSize == 12)
        {
            BinaryPrimitives.WriteUInt16LittleEndian(header.AsSpan(4), (ushort)width);
            BinaryPrimitives.WriteUInt16LittleEndian(header.AsSpan(6), (ushort)height);
            BinaryPrimitives.WriteUInt16LittleEndian(header.AsSpan(10), bits);
        }
        else
        {
            BinaryPrimitives.WriteInt32LittleEndian(header.AsSpan(4), width);
            BinaryPrimitives.WriteInt32LittleEndian(header.AsSpan(8), height);
            BinaryPrimitives.WriteUInt16LittleEndian(header.AsSpan(14), bits);
            BinaryPrimitives.WriteUInt32LittleEndian(header.AsSpan(16), compression);
        }

        byte[] masks = headerSize == 40 && compression == 6 ? new byte[16] : [];
        if (alphaMask != 0)
        {
            BinaryPrimitives.WriteUInt32LittleEndian(masks.Length > 0 ? masks.AsSpan(12) : header.AsSpan(52), alphaMask);
        }

        var pixels = (((Math.Abs(width) * bits) + 31) / 32 * 4) * Math.Abs(height);
        return Join("BM"u8.ToArray(), Little(0u), Little(0u), Little((uint)(14 + header.Length + masks.Length)), header, masks, new byte[pixels]);
    }

    public static byte[] WebPExtended(bool alpha, int width = 640, int height = 480)
        => Riff("WEBP", RiffChunk("VP8X", Join([(byte)(alpha ? 0x10 : 0), 0, 0, 0], Little((uint)(width - 1))[..3], Little((uint)(height - 1))[..3])), RiffChunk("VP8 ", new byte[20]));

    public static byte[] WebPLossless(bool alpha, int width = 640, int height = 480)
        => Riff("WEBP", RiffChunk("VP8L", Join([0x2F], Little((uint)(width - 1) | ((uint)(height - 1) << 14) | (alpha ? 1u << 28 : 0)), new byte[20])));

    public static byte[] WebPLossy(int width = 640, int height = 480)
        => Riff("WEBP", RiffChunk("VP8 ", Join([0, 0, 0, 0x9D, 0x01, 0x2A], Little((ushort)width), Little((ushort)height), new byte[20])));

    public static byte[] Wave(double seconds, ushort channels = 1, uint rate = 8000, uint? declared = null)
    {
        var size = (uint)(seconds * rate * channels * 2);
        var format = Join(Little((ushort)1), Little(channels), Little(rate), Little(rate * channels * 2), Little((ushort)(channels * 2)), Little((ushort)16));
        return Join("RIFF"u8.ToArray(), Little(36 + size), "WAVE"u8.ToArray(), RiffChunk("fmt ", format), "data"u8.ToArray(), Little(declared ?? size), new byte[size]);
    }

    /// <summary>MP3 frames of 128 kbit/s at 44.1 kHz in stereo, the first with a length tag where one is named.</summary>
    public static byte[] Mp3(int frames, string? tag = null, uint? taggedFrames = null, int id3Length = 0, int delay = 0, int padding = 0)
    {
        const int FrameLength = 417;
        var all = new byte[frames * FrameLength];
        for (var i = 0; i < frames; i++)
        {
            Big(0xFFFB9000).CopyTo(all, i * FrameLength);
        }

        if (tag is "Xing" or "Info")
        {
            Join(Encoding.ASCII.GetBytes(tag), Big(3u), Big(taggedFrames ?? (uint)frames), Big((uint)all.Length), "LAME3.100"u8.ToArray()).CopyTo(all, 36);
            Big((uint)((delay << 12) | padding) << 8).CopyTo(all, 36 + 16 + 21);
        }
        else if (tag == "VBRI")
        {
            Join("VBRI"u8.ToArray(), new byte[6], Big((uint)all.Length), Big(taggedFrames ?? (uint)frames)).CopyTo(all, 36);
        }

        byte[] id3 = id3Length == 0
            ? []
            : Join("ID3"u8.ToArray(), [3, 0, 0, (byte)((id3Length >> 21) & 0x7F), (byte)((id3Length >> 14) & 0x7F), (byte)((id3Length >> 7) & 0x7F), (byte)(id3Length & 0x7F)], new byte[id3Length]);
        return Join(id3, all);
    }

    public static byte[] Box(string type, params byte[][] content)
    {
        var data = Join(content);
        return Join(Big((uint)(8 + data.Length)), Encoding.Latin1.GetBytes(type), data);
    }

    /// <summary>A box with its size in 64 bits.</summary>
    public static byte[] LargeBox(string type, params byte[][] content)
    {
        var data = Join(content);
        return Join(Big(1u), Encoding.Latin1.GetBytes(type), Big((ulong)(16 + data.Length)), data);
    }

    public static byte[] Ftyp(string brand = "isom", params string[] compatible)
        => Box("ftyp", Encoding.ASCII.GetBytes(brand), Big(0x200u), Encoding.ASCII.GetBytes(string.Concat(compatible)));

    public static byte[] Moov(params Film[] films) => Box("moov", MoovContent(films));

    /// <summary>An index with a track for each film, numbered from 1; what concerns the whole file is taken from the first.</summary>
    public static byte[][] MoovContent(params Film[] films)
    {
        var film = films[0];
        var longest = (uint)((film.MovieSeconds ?? films.Max(static track => track.EditSeconds ?? track.Seconds)) * Film.Timescale);
        return
        [
            Box("mvhd", Big(0u), Big(0u), Big(0u), Big(Film.Timescale), Big(longest), new byte[16], Matrix(film.MovieRotation), new byte[28]),
            .. films.Select(static (track, i) => Trak(track, (uint)(i + 1))),
            film.IsFragmented
                ? Box("mvex", film.FragmentSeconds is { } whole ? Box("mehd", Big(0u), Big((uint)(whole * Film.Timescale))) : [], Box("trex", Big(0u), Big(1u), Big(1u), Big(100u), Big(0u), Big(0u)))
                : [],
        ];
    }

    private static byte[] Trak(Film film, uint id)
    {
        var media = (uint)(film.Seconds * Film.Timescale);
        var flags = film.IsEnabled ? 3u : 2u;
        return Box("trak",
            film.HasWideTimes
                ? Box("tkhd", Big((1u << 24) | flags), Big(0ul), Big(0ul), Big(id), Big(0u), Big((ulong)media), new byte[16], Matrix(film.Rotation), Big((uint)film.Width << 16), Big((uint)film.Height << 16))
                : Box("tkhd", Big(flags), Big(0u), Big(0u), Big(id), Big(0u), Big(media), new byte[16], Matrix(film.Rotation), Big((uint)film.Width << 16), Big((uint)film.Height << 16)),
            film.Chapters.Length == 0 ? [] : Box("tref", Box("chap", Join([.. film.Chapters.Select(Big)]))),
            film.EditSeconds is { } shown ? Edts(false, ((uint)(shown * Film.Timescale), 0, 1)) : film.Edits is { } edits ? Edts(film.HasWideTimes, edits) : [],
            Box("mdia",
                film.HasWideTimes
                    ? Box("mdhd", Big(1u << 24), Big(0ul), Big(0ul), Big(Film.Timescale), Big((ulong)media), new byte[4])
                    : Box("mdhd", Big(0u), Big(0u), Big(0u), Big(Film.Timescale), Big(media), new byte[4]),
                Box("hdlr", Big(0u), Big(0u), Encoding.ASCII.GetBytes(film.Handler), new byte[13]),
                Box("minf",
                    Box("dinf", Box("dref", Big(0u), Big(1u), Box(film.IsElsewhere ? "alis" : "url ", Big(film.IsElsewhere ? 0u : 1u)))),
                    Box("stbl",
                        Box("stsd", Big(0u), Big(1u), Box(film.Codec, new byte[24], Big(film.Width), Big(film.Height), new byte[50],
                            film.Pixel is { } pixel ? Box("pasp", Big(pixel.Across), Big(pixel.Down)) : [])),
                        Box("stts", Big(0u), Big((uint)film.FrameTimes.Length / 2), Join([.. film.FrameTimes.Select(Big)])),
                        film.FrameOffsets.Length == 0 ? [] : Box("ctts", Big(0u), Big((uint)film.FrameOffsets.Length / 2), Join([.. film.FrameOffsets.Select(Big)])),
                        film.SampleSize is { } size ? Sizes(film, size) : [],
                        film.ChunkOffset is { } large ? Box("co64", Big(0u), Big(1u), Big(large)) : []))));
    }

    /// <summary>All samples in one chunk, each of the same size though listed one by one.</summary>
    private static byte[] Sizes(Film film, uint size)
    {
        var samples = film.FrameTimes.Where(static (_, i) => i % 2 == 0).Aggregate(0u, static (sum, count) => sum + count);
        return Join(
            Box("stsc", Big(0u), Big(1u), Big(1u), Big(samples), Big(1u)),
            Box("stsz", Big(0u), Big(0u), Big(samples), Join([.. Enumerable.Repeat(Big(size), (int)samples)])));
    }

    private static byte[] Edts(bool isWide, params (uint Length, int Time, double Rate)[] edits)
        => Box("edts", Box("elst", Big(isWide ? 1u << 24 : 0u), Big((uint)edits.Length), Join([.. edits.Select(edit => Join(
            isWide ? Big((ulong)edit.Length) : Big(edit.Length), isWide ? Big((ulong)(long)edit.Time) : Big((uint)edit.Time), Big((uint)(edit.Rate * 0x10000))))])));

    /// <summary>A fragment of frames as long as the track's default, 0.1 s.</summary>
    public static byte[] Moof(uint start, uint frames) => Box("moof",
        Box("mfhd", Big(0u), Big(1u)),
        Box("traf", Box("tfhd", Big(0u), Big(1u)), Box("tfdt", Big(0u), Big(start)), Box("trun", Big(0u), Big(frames))));

    public static byte[] Mp4(params Film[] films) => Join(Ftyp(), Moov(films), Box("mdat", new byte[64]));

    public static byte[] Mp4(Film film, bool moovFirst)
    {
        var mdat = Box("mdat", new byte[64]);
        return moovFirst ? Join(Ftyp(), Moov(film), mdat) : Join(Ftyp(), mdat, Moov(film));
    }

    public static byte[] Join(params byte[][] parts)
    {
        var all = new byte[parts.Sum(static part => part.Length)];
        var at = 0;
        foreach (var part in parts)
        {
            part.CopyTo(all, at);
            at += part.Length;
        }

        return all;
    }

    public static byte[] Big(uint value) => [(byte)(value >> 24), (byte)(value >> 16), (byte)(value >> 8), (byte)value];

    public static byte[] Big(ushort value) => [(byte)(value >> 8), (byte)value];

    public static byte[] Big(ulong value) => Join(Big((uint)(value >> 32)), Big((uint)value));

    private static byte[] Little(uint value) => [(byte)value, (byte)(value >> 8), (byte)(value >> 16), (byte)(value >> 24)];

    private static byte[] Little(ushort value) => [(byte)value, (byte)(value >> 8)];

    private static byte[] Segment(byte marker, byte[] data) => Join([0xFF, marker], Big((ushort)(data.Length + 2)), data);

    private static byte[] RiffChunk(string type, byte[] data) => Join(Encoding.ASCII.GetBytes(type), Little((uint)data.Length), data, new byte[data.Length & 1]);

    private static byte[] Riff(string type, params byte[][] chunks)
    {
        var all = Join(chunks);
        return Join("RIFF"u8.ToArray(), Little((uint)(4 + all.Length)), Encoding.ASCII.GetBytes(type), all);
    }

    public static byte[] Matrix(int rotation)
    {
        const uint One = 0x10000;
        const uint MinusOne = 0xFFFF0000;
        var (a, b, c, d) = rotation switch
        {
            90 => (0u, One, MinusOne, 0u),
            180 => (MinusOne, 0u, 0u, MinusOne),
            270 => (0u, MinusOne, One, 0u),
            _ => (One, 0u, 0u, One),
        };
        return Join(Big(a), Big(b), Big(0u), Big(c), Big(d), Big(0u), Big(0u), Big(0u), Big(0x40000000u));
    }
}

/// <summary>A film of one track; times in thousandths of a second.</summary>
internal sealed record Film(double Seconds, ushort Width = 640, ushort Height = 480)
{
    public const uint Timescale = 1000;

    public string Handler { get; init; } = "vide";

    public string Codec { get; init; } = "avc1";

    public int Rotation { get; init; }

    public double? EditSeconds { get; init; }

    /// <summary>An edit list: length (0 is the rest), start (-1 is nothing), rate.</summary>
    public (uint Length, int Time, double Rate)[]? Edits { get; init; }

    /// <summary>What the header of the whole file says; the longest track by default.</summary>
    public double? MovieSeconds { get; init; }

    public int MovieRotation { get; init; }

    public bool IsEnabled { get; init; } = true;

    /// <summary>Track header, media header and edit list with times of 64 bits.</summary>
    public bool HasWideTimes { get; init; }

    /// <summary>Numbers of the tracks that hold this one's chapters.</summary>
    public uint[] Chapters { get; init; } = [];

    public (uint Across, uint Down)? Pixel { get; init; }

    /// <summary>Bytes of each sample, all in one chunk.</summary>
    public uint? SampleSize { get; init; }

    /// <summary>Pairs of count and offset between decoding and showing.</summary>
    public uint[] FrameOffsets { get; init; } = [];

    public bool IsElsewhere { get; init; }

    public bool IsFragmented { get; init; }

    public double? FragmentSeconds { get; init; }

    public ulong? ChunkOffset { get; init; }

    /// <summary>Pairs of count and length. The default is frames of 0.1 s.</summary>
    public uint[] FrameTimes { get; init; } = [(uint)(Seconds * 10), 100];
}
