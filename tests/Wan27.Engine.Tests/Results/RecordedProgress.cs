using System.Collections.Concurrent;
using Wan27.Engine.Results;

namespace Wan27.Engine.Tests.Results;

/// <summary>Progress that is told on the spot, with the pauses and warnings of one file.</summary>
internal sealed class RecordedProgress : ISaveWatch
{
    public long Last { get; private set; }

    public Action<long> On { get; init; } = static _ => { };

    public Action<string> OnWarning { get; init; } = static _ => { };

    public ConcurrentQueue<string> Waits { get; } = new();

    public ConcurrentQueue<string> Warnings { get; } = new();

    public void Report(long value)
    {
        Last = value;
        On(value);
    }

    public void Waiting(string text) => Waits.Enqueue(text);

    public void Warning(string text)
    {
        Warnings.Enqueue(text);
        OnWarning(text);
    }
}
