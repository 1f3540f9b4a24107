using System.Buffers.Binary;
using System.Collections.Immutable;

namespace Wan27.Engine.Tasks.Rates;

/// <summary>What has left, in the bytes of a row.</summary>
internal static class RateDepartures
{
    private const int Size = 2 * sizeof(long);

    public static byte[] Write(ImmutableArray<RateDeparture> departed)
    {
        var bytes = new byte[departed.Length * Size];
        for (var index = 0; index < departed.Length; index++)
        {
            BinaryPrimitives.WriteInt64LittleEndian(bytes.AsSpan(index * Size), departed[index].Permit);
            BinaryPrimitives.WriteInt64LittleEndian(bytes.AsSpan((index * Size) + sizeof(long)), departed[index].ArrivedBy.Ticks);
        }

        return bytes;
    }

    public static ImmutableArray<RateDeparture> Read(ReadOnlySpan<byte> bytes)
    {
        var departed = ImmutableArray.CreateBuilder<RateDeparture>(bytes.Length / Size);
        for (; bytes.Length >= Size; bytes = bytes[Size..])
        {
            departed.Add(new RateDeparture(BinaryPrimitives.ReadInt64LittleEndian(bytes), TimeSpan.FromTicks(BinaryPrimitives.ReadInt64LittleEndian(bytes[sizeof(long)..]))));
        }

        return departed.ToImmutable();
    }
}
