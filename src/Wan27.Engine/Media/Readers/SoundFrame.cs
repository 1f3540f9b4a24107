namespace Wan27.Engine.Media.Readers;

/// <summary>What counting needs of a frame: its bytes, the samples of one channel in it, and their rate.</summary>
internal readonly record struct SoundFrame(int Length, int Samples, int Rate);
