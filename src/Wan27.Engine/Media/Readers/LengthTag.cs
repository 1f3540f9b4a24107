namespace Wan27.Engine.Media.Readers;

/// <summary>The length that an encoder hides in the first frame of an MP3: Xing, Info or VBRI.</summary>
/// <param name="Frames">Frames of sound as declared; 0 where it does not say.</param>
/// <param name="Bytes">Bytes of sound as declared, the frame of the tag included; 0 where it does not say.</param>
/// <param name="Delay">Samples that the encoder put in front.</param>
/// <param name="Padding">Samples that it put behind.</param>
internal readonly record struct LengthTag(uint Frames, uint Bytes, uint Delay, uint Padding)
{
    private const uint Xing = 0x58696E67;
    private const uint Info = 0x496E666F;
    private const uint Vbri = 0x56425249;
    private const int VbriOffset = 36;

    public static LengthTag? Read(ByteSource source, long start, MpegAudioFrame frame)
    {
        if (source.UInt32(start + VbriOffset) == Vbri)
        {
            return new LengthTag(source.UInt32(start + VbriOffset + 14) ?? 0, source.UInt32(start + VbriOffset + 10) ?? 0, 0, 0);
        }

        var tag = start + 4 + frame.SideInformation;
        if (source.UInt32(tag) is not (Xing or Info) || source.UInt32(tag + 4) is not { } flags)
        {
            return null;
        }

        const uint HasFrames = 1;
        const uint HasBytes = 2;
        const uint HasContents = 4;
        const uint HasQuality = 8;
        var next = tag + 8;
        var frames = Next(HasFrames, 4);
        var bytes = Next(HasBytes, 4);
        Next(HasContents, 100);
        Next(HasQuality, 4);

        // LAME and its relatives note what they added before and after the sound.
        var isEncoderTag = source.UInt32(next) is 0x4C414D45 or 0x4C617663 or 0x4C617666;
        var gaps = isEncoderTag ? source.UInt32(next + 21) ?? 0 : 0;
        return new LengthTag(frames, bytes, gaps >> 20, (gaps >> 8) & 0xFFF);

        uint Next(uint flag, int size)
        {
            if ((flags & flag) == 0)
            {
                return 0;
            }

            next += size;
            return source.UInt32(next - size) ?? 0;
        }
    }
}
