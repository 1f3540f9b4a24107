namespace Wan27.Engine.Media.Readers;

/// <summary>What the headers of one track say; filled while its boxes are walked.</summary>
internal sealed class Mp4Track
{
    /// <summary>Place among all tracks, from 0.</summary>
    public required int Place { get; init; }

    public uint Id { get; set; }

    /// <summary>False when players leave the track out.</summary>
    public bool IsEnabled { get; set; } = true;

    public uint Handler { get; set; }

    public uint Timescale { get; set; }

    /// <summary>Length of the media by its own header, in the track's own units.</summary>
    public ulong MediaDuration { get; set; }

    /// <summary>Length by the track header, in units of the whole film.</summary>
    public ulong HeaderDuration { get; set; }

    public List<Mp4Edit> Edits { get; } = [];

    /// <summary>Tracks that hold this one's chapters.</summary>
    public List<uint> Chapters { get; } = [];

    public Mp4Timeline Timeline { get; } = new();

    public string? Codec { get; set; }

    public int Width { get; set; }

    public int Height { get; set; }

    public int DisplayWidth { get; set; }

    public int DisplayHeight { get; set; }

    /// <summary>Shape of a pixel as the sample entry gives it, before turning.</summary>
    public PixelAspect? Pixel { get; set; }

    public Mp4Matrix Matrix { get; set; } = Mp4Matrix.Upright;

    public int Channels { get; set; }

    public int SampleRate { get; set; }

    public bool IsEncrypted { get; set; }

    public bool IsElsewhere { get; set; }

    public bool HasFragments { get; set; }

    /// <summary>First byte behind the media that the tables and fragments point to, as far as they were looked at.</summary>
    public ulong MediaEnd { get; set; }

    public uint DefaultSampleTime { get; set; }

    public uint DefaultSampleSize { get; set; }

    public bool IsVideo => Handler == BoxType.VideoHandler;

    public bool IsAudio => Handler == BoxType.SoundHandler;

    public bool IsMoving => Timeline.Samples > 1;

    /// <summary>Length of all samples; where they could not all be read, at least what the media's header says.</summary>
    public TimeSpan? Stored
    {
        get
        {
            var counted = Timeline.Start is { } start && Timescale > 0 ? Span((double)(Timeline.End - start) / Timescale) : null;
            var declared = Time(MediaDuration, Timescale);
            return Timeline.IsCut && (counted is null || declared > counted) ? declared : counted;
        }
    }

    public double? FrameRate
        => Timeline is { Samples: > 0, Ticks: > 0 } && Timescale > 0 ? (double)Timeline.Samples * Timescale / Timeline.Ticks : null;

    public TimeSpan Longest => Time(Timeline.Longest, Timescale) ?? TimeSpan.Zero;

    /// <summary>
    /// Length as shown, after edits; null where the track holds nothing. Edits never shorten a track of fragments: they were written before
    /// those were known, and ffmpeg shows all of them.
    /// </summary>
    public TimeSpan? Shown(uint filmTimescale)
        => Edits.Count == 0 || HasFragments || Timescale == 0 || Timeline.IsCut
            ? Stored
            : Span(Mp4EditList.Shown(Edits, filmTimescale, Timescale, Timeline)) ?? Stored;

    /// <summary>A length in units of a timescale, or null where it is absent, endless or nonsense.</summary>
    public static TimeSpan? Time(ulong units, uint timescale) => timescale == 0 ? null : Span((double)units / timescale);

    /// <summary>A length in seconds, or null where it is absent, endless or nonsense.</summary>
    public static TimeSpan? Span(double seconds)
        => seconds > 0 && seconds < TimeSpan.MaxValue.TotalSeconds / 2 ? TimeSpan.FromSeconds(seconds) : null;
}
