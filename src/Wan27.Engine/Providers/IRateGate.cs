namespace Wan27.Engine.Providers;

/// <summary>Keeps requests within what an account may send, over all processes that use it.</summary>
internal interface IRateGate
{
    /// <summary>Returns when the request may be sent, which is to be done at once.</summary>
    /// <param name="kind">What is counted.</param>
    /// <param name="account">Names the account; a fingerprint, never a key.</param>
    /// <param name="model">The model, where rates are counted by model.</param>
    /// <param name="perSecond">Most requests in any second.</param>
    /// <param name="cancellation">Gives up; a place in the queue that was taken already goes unused.</param>
    ValueTask<RateTurn> WaitAsync(RateKind kind, string account, string? model, double perSecond, CancellationToken cancellation);

    /// <summary>
    /// The request was answered or has failed, so that it cannot arrive any later. Not for one that was given up on its way, which may.
    /// </summary>
    ValueTask ArrivedAsync(RateTurn turn);

    /// <summary>The service asked for a pause: nobody sends before it is over.</summary>
    ValueTask PenalizeAsync(RateKind kind, string account, string? model, TimeSpan retryAfter);
}
