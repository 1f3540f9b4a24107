namespace Wan27.Engine.Tests.Tasks;

/// <summary>A wall clock that is set while the machine runs on.</summary>
internal sealed class JumpingClock : TimeProvider
{
    public TimeSpan Jump { get; set; }

    public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + Jump;
}
