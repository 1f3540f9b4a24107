namespace Wan27.Engine.Results;

/// <summary>Takes what saving brings.</summary>
internal interface ISaveSink
{
    /// <summary>One more file is to be stored.</summary>
    void Added();

    /// <summary>Takes the bytes of one file that are here.</summary>
    IProgress<long> OneFile();

    void Warning(string text);

    Task StoredAsync(WanAsset asset);

    Task FailedAsync(WanException failed);
}
