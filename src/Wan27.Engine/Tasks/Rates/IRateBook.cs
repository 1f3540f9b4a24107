namespace Wan27.Engine.Tasks.Rates;

/// <summary>
/// Where the queues of accounts are kept, and by whose clock. Each call is one change that nobody else can come between, and one round trip
/// where the book is on another machine.
/// </summary>
/// <remarks>What a book must keep is said by <see cref="RateQueue"/>, and held for every book by one behaviour suite.</remarks>
internal interface IRateBook
{
    /// <summary>Asks whether a request may leave.</summary>
    /// <param name="key">The queue.</param>
    /// <param name="pace">How many may leave in how much time.</param>
    /// <param name="hasPlace">False at first: a place is taken. True when a wait that an answer asked for is over.</param>
    /// <param name="cancellation">Gives up; a place that was taken goes unused.</param>
    ValueTask<RateAnswer> AskAsync(string key, RatePace pace, bool hasPlace, CancellationToken cancellation);

    /// <summary>A request that left has been answered, so that it cannot arrive any later.</summary>
    ValueTask ArrivedAsync(string key, long permit, CancellationToken cancellation);

    /// <summary>Nobody leaves for a while, whatever places are held.</summary>
    ValueTask BlockAsync(string key, TimeSpan pause, CancellationToken cancellation);
}
