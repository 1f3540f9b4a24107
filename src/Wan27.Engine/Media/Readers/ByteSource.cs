using System.Buffers.Binary;

namespace Wan27.Engine.Media.Readers;

/// <summary>
/// Random access to a file's bytes under a budget of steps and bytes. Every loop of every reader goes through here, so that no
/// file, whatever it declares, can make a reader run on or fill the memory: when the budget is gone, all further reads say no.
/// </summary>
internal sealed class ByteSource
{
    /// <summary>Reads that one file may cost. Ordinary files need a few dozen, long fragmented ones a few thousand.</summary>
    public const int StepBudget = 60_000;

    /// <summary>Bytes that one file may cost; headers of large photographs with embedded previews need a few megabytes.</summary>
    public const long ByteBudget = 8L << 20;

    /// <summary>Bytes that may be read besides for counting frames: several times what any route takes of sound.</summary>
    public const long ScanBudget = 64L << 20;

    private const int PageSize = 4096;

    private readonly Stream _stream;
    private readonly byte[] _page = new byte[PageSize];
    private readonly long _available;
    private long _pageStart;
    private int _pageLength;

    public ByteSource(Stream stream, long? totalLength = null)
    {
        _stream = stream;
        _available = stream.Length;
        Length = Math.Max(totalLength ?? _available, _available);
    }

    /// <summary>Length of the whole file.</summary>
    public long Length { get; }

    /// <summary>True when only the beginning of the file is at hand.</summary>
    public bool IsPartial => _available < Length;

    public int Steps { get; private set; }

    public long BytesRead { get; private set; }

    public long BytesScanned { get; private set; }

    /// <summary>True when the file stopped answering while it was read; what follows is then unknown, not damaged.</summary>
    public bool HasFailed { get; private set; }

    public bool IsExhausted => HasFailed || Steps >= StepBudget || BytesRead >= ByteBudget;

    /// <summary>Fills the target completely, or says no.</summary>
    public bool TryRead(long offset, Span<byte> target) => Read(offset, target) == target.Length;

    /// <summary>Fills as much of the target as there is.</summary>
    public int Read(long offset, Span<byte> target)
    {
        Steps++;
        var done = 0;
        while (done < target.Length && !IsExhausted && Load(offset + done))
        {
            var from = (int)(offset + done - _pageStart);
            var count = Math.Min(target.Length - done, _pageLength - from);
            _page.AsSpan(from, count).CopyTo(target[done..]);
            done += count;
        }

        return done;
    }

    /// <summary>
    /// Fills as much of a large buffer as there is, past the page: for readers that count to the end. Charged to a budget of its own,
    /// and nothing once that is spent.
    /// </summary>
    public int Scan(long offset, Span<byte> target)
    {
        Steps++;
        var wanted = (int)Math.Clamp(Math.Min(_available - offset, ScanBudget - BytesScanned), 0, target.Length);
        if (offset < 0 || IsExhausted)
        {
            return 0;
        }

        try
        {
            _stream.Position = offset;
            var done = _stream.ReadAtLeast(target[..wanted], wanted, throwOnEndOfStream: false);
            BytesScanned += done;
            return done;
        }
        catch (IOException)
        {
            HasFailed = true;
            return 0;
        }
    }

    public byte? Byte(long offset)
    {
        Span<byte> value = stackalloc byte[1];
        return TryRead(offset, value) ? value[0] : null;
    }

    public uint? UInt32(long offset)
    {
        Span<byte> value = stackalloc byte[4];
        return TryRead(offset, value) ? BinaryPrimitives.ReadUInt32BigEndian(value) : null;
    }

    public uint? UInt32Little(long offset)
    {
        Span<byte> value = stackalloc byte[4];
        return TryRead(offset, value) ? BinaryPrimitives.ReadUInt32LittleEndian(value) : null;
    }

    public ulong? UInt64(long offset)
    {
        Span<byte> value = stackalloc byte[8];
        return TryRead(offset, value) ? BinaryPrimitives.ReadUInt64BigEndian(value) : null;
    }

    private bool Load(long offset)
    {
        if (offset >= _pageStart && offset < _pageStart + _pageLength)
        {
            return true;
        }

        if (offset < 0 || offset >= _available)
        {
            return false;
        }

        _pageStart = offset;
        _pageLength = 0;
        try
        {
            _stream.Position = offset;
            int count;
            while (_pageLength < PageSize && (count = _stream.Read(_page, _pageLength, PageSize - _pageLength)) > 0)
            {
                _pageLength += count;
            }
        }
        catch (IOException)
        {
            HasFailed = true;
            return false;
        }

        BytesRead += _pageLength;
        Steps++;
        return _pageLength > 0;
    }
}
