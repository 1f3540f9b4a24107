using Wan27.Cmdlets.Async;
using Wan27.Engine.Results;

namespace Wan27.Cmdlets.Output;

/// <summary>What saving one task or picture brings, on the streams of its cmdlet.</summary>
internal sealed class SaveSink(AsyncCmdlet cmdlet, WanBundle input, SaveProgress progress) : ISaveSink
{
    public void Added() => progress.Added();

    public ISaveWatch OneFile() => progress.OneFile(
        record => cmdlet.Post(() => cmdlet.WriteProgress(record)),
        text => cmdlet.Post(() => cmdlet.Tell(text)),
        Warning);

    public void Warning(string text) => cmdlet.Post(() => cmdlet.WriteWarning(text));

    public Task StoredAsync(WanAsset asset)
    {
        progress.Done();
        return cmdlet.OnPipelineAsync(() =>
        {
            cmdlet.Tell($"{(asset.AlreadyStored ? "Already stored" : "Stored")}: {string.Join(" and ", new[] { asset.Path, asset.Uri }.OfType<string>())} ({asset.Length} bytes, SHA-256 {asset.Sha256}).");
            cmdlet.WriteObject(asset);
        });
    }

    public Task FailedAsync(WanException failed)
    {
        var error = new WanException(failed.Error, failed.InnerException) { Bundle = input, TaskId = (input as WanTask)?.TaskId, Exchange = failed.Exchange };
        return cmdlet.WriteErrorAsync(ErrorRecords.From(error, input));
    }
}
