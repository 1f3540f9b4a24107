using System.Buffers.Binary;

namespace Wan27.Engine.Media.Readers;

/// <summary>MPEG audio of one layer. Frames of free format have the length that was measured, and a padding byte on top.</summary>
internal readonly record struct MpegAudioGrammar(int Layer, int FreeLength = 0) : IFrameGrammar
{
    public static int HeaderLength => 4;

    public bool TryParse(ReadOnlySpan<byte> header, out SoundFrame frame)
    {
        var parsed = MpegAudioFrame.Parse(BinaryPrimitives.ReadUInt32BigEndian(header), FreeLength);
        if (parsed is not { } known || known.Layer != Layer)
        {
            frame = default;
            return false;
        }

        frame = new SoundFrame(known.Length, known.Samples, known.SampleRate);
        return true;
    }
}
