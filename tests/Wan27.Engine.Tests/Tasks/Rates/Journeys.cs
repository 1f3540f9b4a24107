using System.Collections.Concurrent;
using Wan27.Engine.Providers;
using Wan27.Engine.Tasks.Rates;

namespace Wan27.Engine.Tests.Tasks.Rates;

/// <summary>Requests that need different times to arrive and to be answered, and how many of them arrive in a window.</summary>
internal static class Journeys
{
    /// <summary>Sends requests all at once; gives when each arrived, by the machine's clock.</summary>
    public static async Task<IReadOnlyCollection<TimeSpan>> MakeAsync(RateGate gate, int count, double perSecond)
    {
        var arrivals = new ConcurrentQueue<TimeSpan>();
        await Task.WhenAll(Enumerable.Range(0, count).Select(number => Task.Run(async () =>
        {
            var turn = await gate.WaitAsync(RateKind.Query, "account", null, perSecond, CancellationToken.None);
            await Task.Delay(number * 7 % 40);
            arrivals.Enqueue(TimeProvider.System.GetElapsedTime(0));
            await Task.Delay(number * 5 % 30);
            await gate.ArrivedAsync(turn);
        })));
        return arrivals;
    }

    /// <summary>One more than allowed need a whole window, wherever it begins.</summary>
    public static void AssertKept(IEnumerable<TimeSpan> arrivals, double perSecond, int count)
    {
        var pace = RatePace.Of(perSecond);
        var ordered = arrivals.Order().ToArray();
        Assert.Equal(count, ordered.Length);
        Assert.All(ordered.Zip(ordered.Skip(pace.Most)), pair => Assert.True(pair.Second - pair.First >= pace.Window, $"{pace.Most + 1} within {(pair.Second - pair.First).TotalMilliseconds} ms"));
    }
}
