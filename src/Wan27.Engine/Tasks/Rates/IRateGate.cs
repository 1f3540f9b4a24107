namespace Wan27.Engine.Tasks.Rates;

/// <summary>What a rate counts.</summary>
internal enum RateKind
{
    /// <summary>Submits, per account and model.</summary>
    Submit,

    /// <summary>Queries, per account.</summary>
    Query,
}

/// <summary>Spaces requests so that an account's limits are kept.</summary>
internal interface IRateGate
{
    /// <summary>Returns when the next request of this kind may leave.</summary>
    ValueTask WaitAsync(RateKind kind, string account, string? model, double perSecond, CancellationToken ct);

    /// <summary>Holds back requests of this kind after the service asked for it.</summary>
    void Penalize(RateKind kind, string account, string? model, TimeSpan retryAfter);
}
