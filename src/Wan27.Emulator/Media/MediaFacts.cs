namespace Wan27.Emulator.Media;

/// <summary>What the emulator knows of an input file. Zero where the header does not tell.</summary>
internal sealed record MediaFacts(MediaFormat Format, long Bytes)
{
    public int Width { get; init; }

    public int Height { get; init; }

    public bool HasAlpha { get; init; }

    public double Seconds { get; init; }
}
