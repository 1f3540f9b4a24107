using System.Buffers.Binary;

namespace Wan27.Engine.Results;

/// <summary>
/// CRC-64/XZ (ECMA-182 reflected, all ones in and out): the checksum that object storage sends as <c>x-oss-hash-crc64ecma</c>.
/// The runtime's own Crc64 is the unreflected variant and gives other values.
/// </summary>
internal struct Crc64
{
    private const ulong ReflectedPolynomial = 0xC96C5795D7870F42;
    private const int Slices = 8;

    private static readonly ulong[][] Tables = BuildTables();

    private ulong _inverted;

    public readonly ulong Value => _inverted;

    public static ulong Of(ReadOnlySpan<byte> data)
    {
        var crc = default(Crc64);
        crc.Append(data);
        return crc.Value;
    }

    public void Append(ReadOnlySpan<byte> data)
    {
        var crc = ~_inverted;
        while (data.Length >= Slices)
        {
            // Eight bytes in one step: each table says what a byte does to the register from that many places ahead.
            crc ^= BinaryPrimitives.ReadUInt64LittleEndian(data);
            crc = Tables[7][crc & 0xFF]
                ^ Tables[6][(crc >> 8) & 0xFF]
                ^ Tables[5][(crc >> 16) & 0xFF]
                ^ Tables[4][(crc >> 24) & 0xFF]
                ^ Tables[3][(crc >> 32) & 0xFF]
                ^ Tables[2][(crc >> 40) & 0xFF]
                ^ Tables[1][(crc >> 48) & 0xFF]
                ^ Tables[0][crc >> 56];
            data = data[Slices..];
        }

        foreach (var value in data)
        {
            crc = Tables[0][(crc ^ value) & 0xFF] ^ (crc >> 8);
        }

        _inverted = ~crc;
    }

    private static ulong[][] BuildTables()
    {
        var tables = new ulong[Slices][];
        for (var slice = 0; slice < Slices; slice++)
        {
            tables[slice] = new ulong[256];
            for (var index = 0; index < 256; index++)
            {
                tables[slice][index] = slice == 0
                    ? Shift((ulong)index)
                    : tables[0][tables[slice - 1][index] & 0xFF] ^ (tables[slice - 1][index] >> 8);
            }
        }

        return tables;
    }

    private static ulong Shift(ulong value)
    {
        for (var bit = 0; bit < 8; bit++)
        {
            value = (value & 1) == 1 ? (value >> 1) ^ ReflectedPolynomial : value >> 1;
        }

        return value;
    }
}
