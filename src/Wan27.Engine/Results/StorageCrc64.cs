using System.IO.Hashing;

namespace Wan27.Engine.Results;

/// <summary>
/// CRC-64/XZ (ECMA-182 reflected, all ones in and out): the checksum that object storage sends as <c>x-oss-hash-crc64ecma</c>.
/// The library's own default is the unreflected variant and gives other values.
/// </summary>
internal static class StorageCrc64
{
    private static readonly Crc64ParameterSet Parameters
        = Crc64ParameterSet.Create(0x42F0E1EBA9EA3693, ulong.MaxValue, ulong.MaxValue, reflectValues: true);

    public static Crc64 Begin() => new(Parameters);

    public static ulong Of(ReadOnlySpan<byte> data) => Crc64.HashToUInt64(Parameters, data);
}
