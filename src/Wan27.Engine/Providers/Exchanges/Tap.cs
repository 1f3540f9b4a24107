using System.Buffers;

namespace Wan27.Engine.Providers.Exchanges;

/// <summary>The beginning of a body, as far as it has been read.</summary>
internal sealed class Tap(Action<byte[], Exception?> ended)
{
    private const int Most = 64 * 1024;

    private readonly ArrayBufferWriter<byte> _kept = new();
    private int _over;

    public void Take(ReadOnlySpan<byte> bytes)
    {
        if (_over == 0)
        {
            _kept.Write(bytes[..Math.Min(bytes.Length, Most - _kept.WrittenCount)]);
        }
    }

    /// <summary>There is no more of it, whoever notices first.</summary>
    public void End(Exception? fault)
    {
        if (Interlocked.Exchange(ref _over, 1) == 0)
        {
            ended(_kept.WrittenSpan.ToArray(), fault);
        }
    }
}
