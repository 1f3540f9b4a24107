namespace Wan27.Engine.Media.Readers;

/// <summary>What was counted.</summary>
/// <param name="Frames">Whole frames.</param>
/// <param name="Seconds">Their length together.</param>
/// <param name="Bytes">Bytes walked over.</param>
/// <param name="IsComplete">False when the budget ended before the file did.</param>
internal readonly record struct FrameCount(long Frames, double Seconds, long Bytes, bool IsComplete);
