namespace Wan27;

/// <summary>A running emulator: a loopback server that speaks the contract without key, cost or network.</summary>
public sealed record WanEmulatorInfo
{
    /// <summary>Base address, without a path.</summary>
    public required string Url { get; init; }

    /// <summary>TCP port.</summary>
    public int Port { get; init; }

    /// <summary>The profile that points to it.</summary>
    public required string Profile { get; init; }

    /// <summary>Seconds that a task takes from submit to result.</summary>
    public double TaskSeconds { get; init; }

    /// <summary>When it began to listen.</summary>
    public DateTimeOffset StartedAt { get; init; }

    /// <summary>The faults it was started with, as they were named.</summary>
    public IReadOnlyList<string> Faults { get; init; } = [];

    /// <summary>The profiles of wrapper providers that point to it as well, each with its address.</summary>
    public IReadOnlyDictionary<string, string> Wrappers { get; init; } = new Dictionary<string, string>();

    /// <inheritdoc/>
    public override string ToString() => Url;
}
