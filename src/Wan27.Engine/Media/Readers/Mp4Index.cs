namespace Wan27.Engine.Media.Readers;

/// <summary>What the index (moov) of a film says.</summary>
internal sealed class Mp4Index
{
    public uint Timescale { get; set; }

    public TimeSpan? Duration { get; set; }

    /// <summary>Length of the whole film with its fragments, where the index states it.</summary>
    public TimeSpan? FragmentDuration { get; set; }

    public Mp4Matrix Matrix { get; set; } = Mp4Matrix.Upright;

    public bool IsFragmented { get; set; }

    public bool IsCompressed { get; set; }

    public bool IsReference { get; set; }

    public List<Mp4Track> Tracks { get; } = [];

    /// <summary>Default lengths and sizes of samples by track id, from the fragment defaults.</summary>
    public Dictionary<uint, (uint Time, uint Size)> Defaults { get; } = [];
}
