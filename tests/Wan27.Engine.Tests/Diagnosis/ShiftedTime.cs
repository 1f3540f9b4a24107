namespace Wan27.Engine.Tests.Diagnosis;

/// <summary>A clock that is set wrong and runs right.</summary>
internal sealed class ShiftedTime(TimeSpan shift) : TimeProvider
{
    public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + shift;
}
