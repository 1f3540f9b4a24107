using System.Collections.Concurrent;
using Wan27.Engine.Tasks.Rates;

namespace Wan27.Engine.Tests.Tasks;

/// <summary>A book that notes which places were handed out.</summary>
internal sealed class RecordingBook(IRateBook inner) : IRateBook
{
    public ConcurrentQueue<TimeSpan> Places { get; } = new();

    public RateQueue Read(string key) => inner.Read(key);

    public T Change<T>(string key, Func<RateQueue, (RateQueue Queue, T Result)> change)
    {
        var result = inner.Change(key, change);
        if (result is TimeSpan place)
        {
            Places.Enqueue(place);
        }

        return result;
    }
}
