namespace Wan27.Engine.Tests.Results;

/// <summary>Progress that is told on the spot.</summary>
internal sealed class RecordedProgress : IProgress<long>
{
    public long Last { get; private set; }

    public Action<long> On { get; init; } = static _ => { };

    public void Report(long value)
    {
        Last = value;
        On(value);
    }
}
