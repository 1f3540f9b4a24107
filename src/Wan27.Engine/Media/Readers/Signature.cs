namespace Wan27.Engine.Media.Readers;

/// <summary>Bytes at a fixed place that tell a format.</summary>
internal sealed record Signature(string Format, byte[] Bytes, int Offset = 0)
{
    /// <summary>
    /// The formats that no route takes. Longer signatures stand before shorter ones that they begin with. Two bytes alone are told
    /// by their frames instead, because they turn up in any file.
    /// </summary>
    public static IReadOnlyList<Signature> Foreign { get; } =
    [
        new("JP2", [0, 0, 0, 0x0C, (byte)'j', (byte)'P', (byte)' ', (byte)' ']),
        new("JP2", [0xFF, 0x4F, 0xFF, 0x51]),
        new("JXL", [0, 0, 0, 0x0C, (byte)'J', (byte)'X', (byte)'L', (byte)' ']),
        new("PSD", "8BPS"u8.ToArray()),
        new("EXR", [0x76, 0x2F, 0x31, 0x01]),
        new("HDR", "#?RADIANCE"u8.ToArray()),
        new("HDR", "#?RGBE"u8.ToArray()),
        new("DDS", "DDS |"u8.ToArray()),
        new("QOI", "qoif"u8.ToArray()),
        new("MPEG-PS", [0, 0, 1, 0xBA]),
        new("MPEG-ES", [0, 0, 1, 0xB3]),
        new("H264", [0, 0, 0, 1, 0x67]),
        new("H264", [0, 0, 0, 1, 0x27]),
        new("H264", [0, 0, 0, 1, 0x09, 0x10]),
        new("H264", [0, 0, 0, 1, 0x09, 0xF0]),
        new("H264", [0, 0, 1, 0x67]),
        new("HEVC", [0, 0, 0, 1, 0x40, 0x01]),
        new("HEVC", [0, 0, 1, 0x40, 0x01]),
        new("FLV", [(byte)'F', (byte)'L', (byte)'V', 1]),
        new("ASF", [0x30, 0x26, 0xB2, 0x75, 0x8E, 0x66, 0xCF, 0x11]),
        new("MXF", [0x06, 0x0E, 0x2B, 0x34, 0x02, 0x05]),
        new("RM", ".RMF"u8.ToArray()),
        new("IVF", "DKIF"u8.ToArray()),
        new("Y4M", "YUV4MPEG2"u8.ToArray()),
        new("AIFF", "AIFF"u8.ToArray(), 8),
        new("AIFC", "AIFC"u8.ToArray(), 8),
        new("W64", [(byte)'r', (byte)'i', (byte)'f', (byte)'f', 0x2E, 0x91, 0xCF, 0x11]),
        new("CAF", "caff"u8.ToArray()),
        new("AMR", "#!AMR"u8.ToArray()),
        new("DTS", [0x7F, 0xFE, 0x80, 0x01]),
        new("AU", ".snd"u8.ToArray()),
        new("WavPack", "wvpk"u8.ToArray()),
        new("APE", "MAC "u8.ToArray()),
        new("TTA", "TTA1"u8.ToArray()),
        new("DSF", "DSD "u8.ToArray()),
        new("MIDI", "MThd"u8.ToArray()),
        new("PDF", "%PDF-"u8.ToArray()),
        new("GZIP", [0x1F, 0x8B, 0x08]),
        new("ZIP", [(byte)'P', (byte)'K', 3, 4]),
        new("ZIP", [(byte)'P', (byte)'K', 5, 6]),
        new("7Z", [(byte)'7', (byte)'z', 0xBC, 0xAF, 0x27, 0x1C]),
        new("RAR", [(byte)'R', (byte)'a', (byte)'r', (byte)'!', 0x1A, 0x07]),
        new("XZ", [0xFD, (byte)'7', (byte)'z', (byte)'X', (byte)'Z', 0]),
        new("BZIP2", "BZh"u8.ToArray()),
        new("ZSTD", [0x28, 0xB5, 0x2F, 0xFD]),
        new("TAR", "ustar"u8.ToArray(), 257),
    ];

    public bool Matches(ReadOnlySpan<byte> head) => head.Length >= Offset + Bytes.Length && head[Offset..].StartsWith(Bytes);
}
