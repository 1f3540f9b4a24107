using Wan27.Engine.Providers;

namespace Wan27.Engine.Tests.Tasks;

/// <summary>A log that nobody reads.</summary>
internal sealed class NoLog : IStepLog
{
    public void Verbose(string text)
    {
    }

    public void Debug(string text)
    {
    }

    public void Warning(string text)
    {
    }

    public void Progress(string activity, string status, int percent)
    {
    }
}
