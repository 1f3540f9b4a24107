using System.Security.Cryptography;
using Wan27.Engine.Stores;

namespace Wan27.Engine.Tests.Stores;

/// <summary>How an object is fetched whose headers are read.</summary>
public sealed class ObjectStreamTests
{
    private readonly List<(long Offset, int Length)> _fetched = [];

    [Fact]
    public void Whatever_order_it_is_read_in_the_bytes_are_the_object_s()
    {
        var content = RandomNumberGenerator.GetBytes(3_000_000);
        using var stream = Of(content);
        var order = new Random(1);
        for (var turn = 0; turn < 300; turn++)
        {
            var offset = order.Next(content.Length);
            var buffer = new byte[order.Next(1, 9_000)];
            stream.Position = offset;
            var count = stream.ReadAtLeast(buffer, buffer.Length, throwOnEndOfStream: false);

            Assert.Equal(Math.Min(buffer.Length, content.Length - offset), count);
            Assert.True(content.AsSpan(offset, count).SequenceEqual(buffer.AsSpan(0, count)));
        }

        Assert.All(_fetched, static piece => Assert.InRange(piece.Length, 1, 1024 * 1024));
    }

    [Fact]
    public void Who_reads_on_asks_seldom_and_who_looks_here_and_there_fetches_little()
    {
        using var whole = Of(new byte[15_000_000]);
        whole.CopyTo(Stream.Null);
        Assert.InRange(_fetched.Count, 15, 25);

        _fetched.Clear();
        using var some = Of(new byte[1_000_000_000]);
        foreach (var at in new long[] { 0, 999_000_000, 16, 999_000_100, 500_000_000 })
        {
            some.Position = at;
            _ = some.ReadByte();
        }

        Assert.Equal(3, _fetched.Count);
        Assert.InRange(_fetched.Sum(static piece => piece.Length), 1, 200_000);
    }

    [Fact]
    public void An_object_that_is_shorter_than_was_told_is_no_endless_one()
    {
        using var stream = new ObjectStream(static (_, _, _) => Task.FromResult(0), 100, default);

        Assert.Throws<EndOfStreamException>(() => stream.ReadByte());
    }

    private ObjectStream Of(byte[] content) => new(
        (offset, target, _) =>
        {
            var count = (int)Math.Min(target.Length, content.Length - offset);
            _fetched.Add((offset, count));
            content.AsMemory((int)offset, count).CopyTo(target);
            return Task.FromResult(count);
        },
        content.Length, default);
}
