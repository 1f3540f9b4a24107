using System.Collections.Concurrent;
using Wan27.Engine.Results;
using Wan27.Engine.Tests.Results;

namespace Wan27.Engine.Tests.Tasks;

/// <summary>Keeps what saving brought.</summary>
internal sealed class RecordingSink : ISaveSink
{
    private int _added;

    public int Files => _added;

    public ConcurrentQueue<WanAsset> Assets { get; } = new();

    public ConcurrentQueue<WanError> Errors { get; } = new();

    public ConcurrentQueue<string> Warnings { get; } = new();

    public void Added() => Interlocked.Increment(ref _added);

    public ISaveWatch OneFile() => new RecordedProgress { OnWarning = Warnings.Enqueue };

    public void Warning(string text) => Warnings.Enqueue(text);

    public Task StoredAsync(WanAsset asset)
    {
        Assets.Enqueue(asset);
        return Task.CompletedTask;
    }

    public Task FailedAsync(WanException failed)
    {
        Errors.Enqueue(failed.Error);
        return Task.CompletedTask;
    }
}
