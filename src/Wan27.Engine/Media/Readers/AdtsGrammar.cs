namespace Wan27.Engine.Media.Readers;

/// <summary>AAC in ADTS frames.</summary>
internal readonly record struct AdtsGrammar : IFrameGrammar
{
    public static int HeaderLength => 7;

    public bool TryParse(ReadOnlySpan<byte> header, out SoundFrame frame)
    {
        const int SamplesPerBlock = 1024;
        frame = default;
        if (header[0] != 0xFF || (header[1] & 0xF6) != 0xF0 || AacReader.Rate((header[2] >> 2) & 15) is not { } rate)
        {
            return false;
        }

        var length = ((header[3] & 3) << 11) | (header[4] << 3) | (header[5] >> 5);
        if (length < HeaderLength)
        {
            return false;
        }

        frame = new SoundFrame(length, SamplesPerBlock * ((header[6] & 3) + 1), rate);
        return true;
    }
}
