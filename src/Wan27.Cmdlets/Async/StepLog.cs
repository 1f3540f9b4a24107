using System.Collections.Concurrent;
using System.Management.Automation;
using Wan27.Cmdlets.Output;
using Wan27.Engine.Providers;

namespace Wan27.Cmdlets.Async;

/// <summary>The engine's steps on PowerShell's streams. What holds for every record of a batch is warned of once.</summary>
internal sealed class StepLog(AsyncCmdlet cmdlet) : IStepLog
{
    private readonly CalmClock _clock = new();
    private readonly ConcurrentDictionary<string, bool> _warned = new(StringComparer.Ordinal);

    public void Verbose(string text) => Detail(() => cmdlet.Tell(text));

    public void Debug(string text) => Detail(() => cmdlet.WriteDebug(text));

    public void Warning(string text)
    {
        if (_warned.TryAdd(text, true))
        {
            cmdlet.Post(() => cmdlet.WriteWarning(text));
        }
    }

    /// <summary>
    /// A detail is written before the answer that it tells of. Under the preference Stop, or Inquire where nobody can be asked, it would take a
    /// paid answer with it; so it is shown, and nothing more.
    /// </summary>
    private void Detail(Action write) => cmdlet.Post(() =>
    {
        try
        {
            write();
        }
        catch (Exception refused) when (refused is not PipelineStoppedException)
        {
        }
    });

    public void Progress(string activity, string status, int percent)
    {
        var isEnd = percent >= 100;
        if (!isEnd && !_clock.IsDue())
        {
            return;
        }

        cmdlet.Post(() => cmdlet.WriteProgress(new ProgressRecord(27, activity, status)
        {
            PercentComplete = percent,
            RecordType = isEnd ? ProgressRecordType.Completed : ProgressRecordType.Processing,
        }));
    }
}
