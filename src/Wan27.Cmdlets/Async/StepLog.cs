using System.Collections.Concurrent;
using System.Management.Automation;
using System.Management.Automation.Host;
using Wan27.Cmdlets.Output;
using Wan27.Engine.Providers;

namespace Wan27.Cmdlets.Async;

/// <summary>The engine's steps on PowerShell's streams. What holds for every record of a batch is warned of once.</summary>
internal sealed class StepLog(AsyncCmdlet cmdlet) : IStepLog
{
    private readonly CalmClock _clock = new();
    private readonly ConcurrentDictionary<string, bool> _warned = new(StringComparer.Ordinal);

    public void Verbose(string text) => Detail("VerbosePreference", () => cmdlet.Tell(text), screen => screen.WriteVerboseLine(text));

    public void Debug(string text) => Detail("DebugPreference", () => cmdlet.WriteDebug(text), screen => screen.WriteDebugLine(text));

    public void Warning(string text)
    {
        if (_warned.TryAdd(text, true))
        {
            cmdlet.Post(() => cmdlet.WriteWarning(text));
        }
    }

    /// <summary>
    /// A detail is written before the answer that it tells of. Under the preference Stop, or Inquire where nobody can be asked, it would take a
    /// paid answer with it; so it is shown past the preference.
    /// </summary>
    private void Detail(string preference, Action write, Action<PSHostUserInterface> show) => cmdlet.Post(() =>
    {
        if (LanguagePrimitives.TryConvertTo<ActionPreference>(cmdlet.GetVariableValue(preference), out var given) && given is ActionPreference.Stop or ActionPreference.Inquire
            && !cmdlet.MyInvocation.BoundParameters.ContainsKey(preference.Replace("Preference", string.Empty, StringComparison.Ordinal)))
        {
            if (cmdlet.Host?.UI is { } screen)
            {
                show(screen);
            }
        }
        else
        {
            write();
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
