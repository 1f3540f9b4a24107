namespace Wan27.Engine.Media.Readers;

/// <summary>One frame header of MPEG audio (ISO/IEC 11172-3 and 13818-3).</summary>
internal readonly record struct MpegAudioFrame(int Version, int Layer, int BitRate, int SampleRate, int Channels, int Length)
{
    private static readonly int[] Version1Layer1 = [32, 64, 96, 128, 160, 192, 224, 256, 288, 320, 352, 384, 416, 448];
    private static readonly int[] Version1Layer2 = [32, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320, 384];
    private static readonly int[] Version1Layer3 = [32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320];
    private static readonly int[] Version2Layer1 = [32, 48, 56, 64, 80, 96, 112, 128, 144, 160, 176, 192, 224, 256];
    private static readonly int[] Version2Others = [8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160];
    private static readonly int[] Rates = [44_100, 48_000, 32_000];

    /// <summary>Samples of one channel in a frame.</summary>
    public int Samples => Layer switch
    {
        1 => 384,
        3 when Version != 1 => 576,
        _ => 1152,
    };

    /// <summary>Bytes between the header and where an encoder hides its length tag.</summary>
    public int SideInformation => (Version == 1, Channels == 1) switch
    {
        (true, true) => 17,
        (true, false) => 32,
        (false, true) => 9,
        _ => 17,
    };

    /// <summary>Bytes that a frame of free format has at most: 640 kbit/s at the lowest rate.</summary>
    public const int LongestFree = 12_000;

    /// <param name="header">The first four bytes.</param>
    /// <param name="freeLength">Length of a frame whose bit rate is left open, without padding; 0 where none is expected.</param>
    public static MpegAudioFrame? Parse(uint header, int freeLength = 0)
    {
        var versionBits = (header >> 19) & 3;
        var layerBits = (header >> 17) & 3;
        var rateIndex = (int)(header >> 12) & 15;
        var sampleIndex = (int)(header >> 10) & 3;
        if (header >> 21 != 0x7FF || versionBits == 1 || layerBits == 0 || rateIndex == 15 || (rateIndex == 0) != (freeLength > 0) || sampleIndex == 3)
        {
            return null;
        }

        var version = versionBits == 3 ? 1 : 2;
        var layer = 4 - (int)layerBits;
        var table = (version, layer) switch
        {
            (1, 1) => Version1Layer1,
            (1, 2) => Version1Layer2,
            (1, 3) => Version1Layer3,
            (_, 1) => Version2Layer1,
            _ => Version2Others,
        };
        var sampleRate = Rates[sampleIndex] >> (versionBits == 3 ? 0 : versionBits == 2 ? 1 : 2);
        var padding = (int)(header >> 9) & 1;
        var channels = ((header >> 6) & 3) == 3 ? 1 : 2;
        var perByte = (layer, version) switch { (1, _) => 384, (3, 2) => 576, _ => 1152 } / 8;
        if (freeLength > 0)
        {
            var open = freeLength + (layer == 1 ? 4 * padding : padding);
            return new MpegAudioFrame(version, layer, (int)((long)freeLength * sampleRate / perByte), sampleRate, channels, open);
        }

        var bitRate = table[rateIndex - 1] * 1000;
        var length = layer == 1
            ? ((12 * bitRate / sampleRate) + padding) * 4
            : ((layer == 3 && version == 2 ? 72 : 144) * bitRate / sampleRate) + padding;
        return new MpegAudioFrame(version, layer, bitRate, sampleRate, channels, length);
    }
}
