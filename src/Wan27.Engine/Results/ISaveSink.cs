namespace Wan27.Engine.Results;

/// <summary>Takes what saving brings.</summary>
internal interface ISaveSink
{
    /// <summary>One more file is to be stored.</summary>
    void Added();

    /// <summary>Watches one file.</summary>
    ISaveWatch OneFile();

    void Warning(string text);

    Task StoredAsync(WanAsset asset);

    Task FailedAsync(WanException failed);
}
