using Wan27.Engine.Providers;

namespace Wan27.Cmdlets.Output;

/// <summary>Shows percent of one activity as they are reported, without a thread of its own between.</summary>
internal sealed class PercentLog(IStepLog log, string activity, string status) : IProgress<double>
{
    /// <summary>The end is shown by whoever knows that it is one.</summary>
    private const int Last = 99;

    public void Report(double value)
        => log.Progress(activity, status.Length == 0 ? "Copying" : status, Math.Min((int)value, Last));
}
