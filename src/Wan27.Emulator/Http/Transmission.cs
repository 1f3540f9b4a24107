namespace Wan27.Emulator.Http;

/// <summary>How an answer goes over the wire when a test wants it to go badly.</summary>
internal sealed record Transmission
{
    public static Transmission Normal { get; } = new();

    /// <summary>The connection is cut without a single byte of answer.</summary>
    public bool Dropped { get; init; }

    /// <summary>Bytes of the body after which the connection ends.</summary>
    public long? CutAfter { get; init; }

    public int? BytesPerSecond { get; init; }

    public TimeSpan Delay { get; init; }

    /// <summary>What the Date header is off by.</summary>
    public TimeSpan DateShift { get; init; }
}
