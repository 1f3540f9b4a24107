using Microsoft.Win32.SafeHandles;

namespace Wan27.Engine.Stores;

/// <summary>A piece of an open file as a stream that can seek. Several pieces of one handle can be read at once, and none moves it.</summary>
internal sealed class FileSlice(SafeFileHandle file, long offset, long length) : SeekableSource(length)
{
    public override int Read(Span<byte> buffer)
    {
        var read = RandomAccess.Read(file, buffer[..Fitting(buffer.Length)], offset + Position);
        Position += read;
        return read;
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken)
        => ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var read = await RandomAccess.ReadAsync(file, buffer[..Fitting(buffer.Length)], offset + Position, cancellationToken);
        Position += read;
        return read;
    }

    private int Fitting(int wanted) => (int)Math.Max(0, Math.Min(wanted, Length - Position));
}
