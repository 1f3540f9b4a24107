namespace Wan27.Engine.Media.Readers;

/// <summary>One entry of an edit list: what is shown next, and for how long.</summary>
/// <param name="Length">How long, in units of the whole film; zero means the rest of the media.</param>
/// <param name="Time">From where, in the track's own units; below zero nothing is shown.</param>
/// <param name="Rate">How fast; zero stands still.</param>
internal readonly record struct Mp4Edit(ulong Length, long Time, double Rate)
{
    public bool IsEmpty => Time < 0;
}
