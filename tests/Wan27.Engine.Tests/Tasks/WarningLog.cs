using Wan27.Engine.Providers;

namespace Wan27.Engine.Tests.Tasks;

/// <summary>Keeps what the user is warned of.</summary>
internal sealed class WarningLog : IStepLog
{
    public List<string> Warnings { get; } = [];

    public void Debug(string text)
    {
    }

    public void Verbose(string text)
    {
    }

    public void Warning(string text) => Warnings.Add(text);

    public void Progress(string activity, string status, int percent)
    {
    }
}
