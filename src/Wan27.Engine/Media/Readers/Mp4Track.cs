namespace Wan27.Engine.Media.Readers;

/// <summary>What the headers of one track say; filled while its boxes are walked.</summary>
internal sealed class Mp4Track
{
    private uint _usual;
    private ulong _deviating;

    public uint Id { get; set; }

    public uint Handler { get; set; }

    public uint Timescale { get; set; }

    /// <summary>Length of the media in the track's own units.</summary>
    public ulong MediaDuration { get; set; }

    /// <summary>Sum of the edits in units of the whole file; null without an edit list.</summary>
    public ulong? EditDuration { get; set; }

    public string? Codec { get; set; }

    public int Width { get; set; }

    public int Height { get; set; }

    public int DisplayWidth { get; set; }

    public int DisplayHeight { get; set; }

    public int Rotation { get; set; }

    public bool IsMirrored { get; set; }

    public int Channels { get; set; }

    public int SampleRate { get; set; }

    public bool IsEncrypted { get; set; }

    public bool IsElsewhere { get; set; }

    public ulong Samples { get; set; }

    public ulong SampleTime { get; set; }

    public uint LongestSample { get; set; }

    public ulong LastChunk { get; set; }

    public uint DefaultSampleTime { get; set; }

    /// <summary>Where the first fragment starts, in the track's own units.</summary>
    public ulong? FragmentStart { get; set; }

    public ulong FragmentEnd { get; set; }

    public bool IsVideo => Handler == BoxType.VideoHandler;

    public bool IsAudio => Handler == BoxType.SoundHandler;

    public TimeSpan? Stored
    {
        get
        {
            var fragments = FragmentEnd - (FragmentStart ?? 0);
            return Time(fragments > 0 ? fragments : MediaDuration, Timescale);
        }
    }

    public double? FrameRate => Samples > 0 && SampleTime > 0 && Timescale > 0 ? (double)Samples * Timescale / SampleTime : null;

    public TimeSpan Longest => Time(LongestSample, Timescale) ?? TimeSpan.Zero;

    /// <summary>A length in units of a timescale, or null where it is absent, endless or nonsense.</summary>
    public static TimeSpan? Time(ulong units, uint timescale)
    {
        var seconds = timescale == 0 ? 0 : (double)units / timescale;
        return seconds > 0 && seconds < TimeSpan.MaxValue.TotalSeconds / 2 ? TimeSpan.FromSeconds(seconds) : null;
    }

    /// <summary>True when more frames than the last one differ from the rest by more than rounding.</summary>
    public bool IsVariable => Math.Min(_deviating, Samples - _deviating) > 1;

    /// <summary>Counts samples of one length, as tables and fragments list them.</summary>
    public void Count(ulong samples, uint length)
    {
        if (Samples == 0)
        {
            _usual = length;
        }

        if (Math.Abs((long)length - _usual) > 1 + (_usual / 20))
        {
            _deviating += samples;
        }

        Samples += samples;
        SampleTime += samples * length;
        LongestSample = Math.Max(LongestSample, length);
    }
}
