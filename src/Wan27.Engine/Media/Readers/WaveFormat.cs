using System.Buffers.Binary;

namespace Wan27.Engine.Media.Readers;

/// <summary>The format chunk of a WAV.</summary>
/// <param name="Tag">Codec, that of the extension where there is one.</param>
/// <param name="Channels">Channels.</param>
/// <param name="Rate">Samples of one channel in a second.</param>
/// <param name="BytesPerSecond">The average that the header states; often wrong.</param>
/// <param name="Block">Bytes of a block.</param>
/// <param name="Bits">Bits of a sample.</param>
/// <param name="Extra">The first number of the codec's own part: samples in a block for ADPCM.</param>
internal readonly record struct WaveFormat(ushort Tag, ushort Channels, uint Rate, uint BytesPerSecond, ushort Block, ushort Bits, ushort Extra)
{
    public const ushort Pcm = 0x01;
    public const ushort Mpeg = 0x50;
    public const ushort Mp3 = 0x55;

    private const ushort AdpcmMicrosoft = 0x02;
    private const ushort Float = 0x03;
    private const ushort ALaw = 0x06;
    private const ushort MuLaw = 0x07;
    private const ushort AdpcmIma = 0x11;
    private const ushort Gsm = 0x31;
    private const ushort Extensible = 0xFFFE;

    public string Codec => Tag switch
    {
        Pcm => "pcm",
        AdpcmMicrosoft => "adpcm_ms",
        Float => "pcm_float",
        ALaw => "pcm_alaw",
        MuLaw => "pcm_mulaw",
        AdpcmIma => "adpcm_ima",
        Gsm => "gsm_ms",
        Mpeg => "mp2",
        Mp3 => "mp3",
        0xFF => "aac",
        _ => $"0x{Tag:x4}",
    };

    public bool IsMpeg => Tag is Mpeg or Mp3;

    /// <summary>Samples of one channel in a block; 0 where blocks do not tell.</summary>
    private int SamplesPerBlock => Tag switch
    {
        Pcm or Float or ALaw or MuLaw => 1,
        AdpcmMicrosoft => Extra > 0 ? Extra : Channels == 0 ? 0 : Math.Max(0, (Block - (7 * Channels)) * 2 / Channels) + 2,
        AdpcmIma => Extra > 0 ? Extra : Channels == 0 ? 0 : Math.Max(0, (Block - (4 * Channels)) * 2 / Channels) + 1,
        Gsm => 320,
        _ => 0,
    };

    private int BytesPerBlock => Tag switch
    {
        // Some writers leave the block of plain samples at zero or at that of one channel.
        Pcm or Float or ALaw or MuLaw when Bits >= 8 => Channels * ((Bits + 7) / 8),
        Gsm => 65,
        _ => Block,
    };

    /// <summary>Samples of one channel in so many bytes; null where the codec's blocks differ in size.</summary>
    public ulong? Samples(long bytes)
        => SamplesPerBlock is > 0 and { } samples && BytesPerBlock is > 0 and { } block ? (ulong)(bytes / block) * (ulong)samples : null;

    /// <summary>Reads the chunk, 26 bytes of it; false where it is shorter than any format.</summary>
    public static bool TryRead(ByteSource source, long offset, long size, out WaveFormat format)
    {
        Span<byte> bytes = stackalloc byte[26];
        bytes.Clear();
        format = default;
        if (source.Read(offset, bytes[..(int)Math.Clamp(size, 0, bytes.Length)]) < 14)
        {
            return false;
        }

        var tag = BinaryPrimitives.ReadUInt16LittleEndian(bytes);
        format = new WaveFormat(
            tag == Extensible ? BinaryPrimitives.ReadUInt16LittleEndian(bytes[24..]) : tag,
            BinaryPrimitives.ReadUInt16LittleEndian(bytes[2..]),
            BinaryPrimitives.ReadUInt32LittleEndian(bytes[4..]),
            BinaryPrimitives.ReadUInt32LittleEndian(bytes[8..]),
            BinaryPrimitives.ReadUInt16LittleEndian(bytes[12..]),
            BinaryPrimitives.ReadUInt16LittleEndian(bytes[14..]),
            BinaryPrimitives.ReadUInt16LittleEndian(bytes[18..]));
        return true;
    }
}
