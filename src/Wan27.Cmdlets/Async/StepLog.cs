using System.Management.Automation;
using Wan27.Engine.Providers;

namespace Wan27.Cmdlets.Async;

/// <summary>The engine's steps on PowerShell's streams.</summary>
internal sealed class StepLog(AsyncCmdlet cmdlet) : IStepLog
{
    // Four updates a second are calm, and cost nothing.
    private static readonly TimeSpan Calm = TimeSpan.FromMilliseconds(250);

    private long _lastProgress;

    public void Verbose(string text) => cmdlet.Post(() => cmdlet.WriteVerbose(text));

    public void Warning(string text) => cmdlet.Post(() => cmdlet.WriteWarning(text));

    public void Progress(string activity, string status, int percent)
    {
        var last = Interlocked.Read(ref _lastProgress);
        var now = Environment.TickCount64;
        var isEnd = percent >= 100;
        if (!isEnd && now - last < Calm.TotalMilliseconds)
        {
            return;
        }

        Interlocked.Exchange(ref _lastProgress, now);
        cmdlet.Post(() => cmdlet.WriteProgress(new ProgressRecord(27, activity, status)
        {
            PercentComplete = percent,
            RecordType = isEnd ? ProgressRecordType.Completed : ProgressRecordType.Processing,
        }));
    }
}
