using System.Text;
using Wan27.Engine.Results;

namespace Wan27.Engine.Tests.Results;

public sealed class StorageCrc64Tests
{
    [Fact]
    public void It_gives_the_published_check_value()
        => Assert.Equal(0x995DC9BBDF1939FAUL, StorageCrc64.Of("123456789"u8));

    [Fact]
    public void Nothing_has_the_checksum_zero()
        => Assert.Equal(0UL, StorageCrc64.Of([]));

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(8)]
    [InlineData(13)]
    [InlineData(64)]
    public void Pieces_of_any_length_give_what_the_whole_gives(int length)
    {
        var text = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Range(0, 100)));
        using var digest = new ContentDigest(TransportCheck.Crc64);
        foreach (var piece in text.Chunk(length))
        {
            digest.Append(piece);
        }

        Assert.Equal(StorageCrc64.Of(text), digest.Finish().Crc64);
    }
}
