namespace Wan27.Engine.Media.Readers;

/// <summary>What the index (moov) of a film says.</summary>
internal sealed class Mp4Index
{
    public uint Timescale { get; set; }

    public TimeSpan? Duration { get; set; }

    /// <summary>Length of all fragments, where the index states it.</summary>
    public TimeSpan? FragmentDuration { get; set; }

    public bool IsFragmented { get; set; }

    public bool IsCompressed { get; set; }

    public bool IsReference { get; set; }

    public List<Mp4Track> Tracks { get; } = [];

    /// <summary>Default sample lengths by track id, from the fragment defaults.</summary>
    public Dictionary<uint, uint> Defaults { get; } = [];
}
