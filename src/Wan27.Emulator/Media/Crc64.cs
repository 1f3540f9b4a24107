using System.Globalization;

namespace Wan27.Emulator.Media;

/// <summary>CRC-64/XZ, the checksum in <c>x-oss-hash-crc64ecma</c>: reflected ECMA polynomial, all ones in and out, shown as a decimal number.</summary>
internal static class Crc64
{
    private const ulong Polynomial = 0xC96C5795D7870F42;
    private static readonly ulong[] Table = BuildTable();

    public static ulong Start => ulong.MaxValue;

    public static ulong Append(ulong state, ReadOnlySpan<byte> bytes)
    {
        foreach (var value in bytes)
        {
            state = Table[(byte)(state ^ value)] ^ (state >> 8);
        }

        return state;
    }

    public static ulong Finish(ulong state) => ~state;

    public static string Text(ulong crc) => crc.ToString(CultureInfo.InvariantCulture);

    private static ulong[] BuildTable()
    {
        var table = new ulong[256];
        for (var index = 0; index < table.Length; index++)
        {
            var value = (ulong)index;
            for (var bit = 0; bit < 8; bit++)
            {
                value = (value & 1) == 1 ? (value >> 1) ^ Polynomial : value >> 1;
            }

            table[index] = value;
        }

        return table;
    }
}
