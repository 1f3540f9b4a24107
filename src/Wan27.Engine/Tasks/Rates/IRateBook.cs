namespace Wan27.Engine.Tasks.Rates;

/// <summary>Where the queues are kept.</summary>
internal interface IRateBook
{
    /// <summary>Reads a queue.</summary>
    RateQueue Read(string key);

    /// <summary>Changes a queue while nobody else can.</summary>
    T Change<T>(string key, Func<RateQueue, (RateQueue Queue, T Result)> change);
}
