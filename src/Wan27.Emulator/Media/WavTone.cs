using System.Buffers.Binary;

namespace Wan27.Emulator.Media;

/// <summary>A plain tone as a WAV file.</summary>
internal static class WavTone
{
    private const int Rate = 16000;

    public static byte[] Encode(int seconds)
    {
        var samples = Rate * seconds;
        var file = new byte[44 + (samples * 2)];
        var head = file.AsSpan();
        "RIFF"u8.CopyTo(head);
        BinaryPrimitives.WriteInt32LittleEndian(head[4..], file.Length - 8);
        "WAVEfmt "u8.CopyTo(head[8..]);
        BinaryPrimitives.WriteInt32LittleEndian(head[16..], 16);
        BinaryPrimitives.WriteInt16LittleEndian(head[20..], 1);
        BinaryPrimitives.WriteInt16LittleEndian(head[22..], 1);
        BinaryPrimitives.WriteInt32LittleEndian(head[24..], Rate);
        BinaryPrimitives.WriteInt32LittleEndian(head[28..], Rate * 2);
        BinaryPrimitives.WriteInt16LittleEndian(head[32..], 2);
        BinaryPrimitives.WriteInt16LittleEndian(head[34..], 16);
        "data"u8.CopyTo(head[36..]);
        BinaryPrimitives.WriteInt32LittleEndian(head[40..], samples * 2);
        for (var index = 0; index < samples; index++)
        {
            BinaryPrimitives.WriteInt16LittleEndian(head[(44 + (index * 2))..], (short)(8000 * Math.Sin(2 * Math.PI * 440 * index / Rate)));
        }

        return file;
    }
}
