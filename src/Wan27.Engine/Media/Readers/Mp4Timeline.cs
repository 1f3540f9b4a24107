namespace Wan27.Engine.Media.Readers;

/// <summary>When the samples of a track are shown, in the track's own units: those of its tables, then those of its fragments.</summary>
internal sealed class Mp4Timeline
{
    /// <summary>Times beyond this are nonsense; it leaves room to add two of them.</summary>
    private const long Furthest = long.MaxValue / 4;

    /// <summary>Offsets between decoding and showing beyond this are damage, which ffmpeg ignores too.</summary>
    private const int LargestOffset = 1 << 28;

    private long _clock;
    private uint _usual;
    private ulong _deviating;

    public ulong Samples { get; private set; }

    /// <summary>Sum of the samples' lengths.</summary>
    public ulong Ticks { get; private set; }

    public uint Longest { get; private set; }

    /// <summary>When the first sample is shown; null without samples.</summary>
    public long? Start { get; private set; }

    /// <summary>When the last sample ends.</summary>
    public long End { get; private set; }

    /// <summary>True when a table was not read to its end, so that there may be more.</summary>
    public bool IsCut { get; set; }

    /// <summary>True when more samples than the last one differ from the rest by more than rounding.</summary>
    public bool IsVariable => Math.Min(_deviating, Samples - _deviating) > 1;

    /// <summary>Sets the time at which the next sample is decoded, as a fragment states it.</summary>
    public void Seek(ulong time) => _clock = (long)Math.Min(time, Furthest);

    /// <summary>Adds samples of one length and one offset between decoding and showing.</summary>
    public void Add(ulong samples, uint length, int offset = 0)
    {
        if (samples == 0)
        {
            return;
        }

        // Lengths below zero are written by broken recorders; ffmpeg counts a unit for each.
        length = length > int.MaxValue ? 1 : length;
        offset = Math.Abs((long)offset) > LargestOffset ? 0 : offset;
        if (Samples == 0)
        {
            _usual = length;
        }

        if (Math.Abs((long)length - _usual) > 1 + (_usual / 20))
        {
            _deviating += samples;
        }

        var ticks = (long)UInt128.Min((UInt128)samples * length, Furthest);
        var start = _clock + offset;
        _clock = Math.Min(_clock + ticks, Furthest);
        Start = Math.Min(Start ?? start, start);
        End = Math.Max(Samples == 0 ? long.MinValue : End, _clock + offset);
        Samples += samples;
        Ticks = Math.Min(Ticks + (ulong)ticks, Furthest);
        Longest = Math.Max(Longest, length);
    }
}
