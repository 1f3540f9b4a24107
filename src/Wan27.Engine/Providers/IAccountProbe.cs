namespace Wan27.Engine.Providers;

/// <summary>Asks with the key, and only what is free and can create nothing.</summary>
internal interface IAccountProbe
{
    /// <summary>Whether the endpoint accepts the key.</summary>
    /// <param name="statusWithoutKey">HTTP status of the same question without the key, where it was asked; zero otherwise.</param>
    /// <param name="ct">Gives up.</param>
    Task<KeyVerdict> AskKeyAsync(int statusWithoutKey, CancellationToken ct);

    /// <summary>Whether the endpoint lists a model for this key.</summary>
    Task<AccountFact<bool>> ListsModelAsync(string model, CancellationToken ct);

    /// <summary>How many jobs of a model the account may submit a second.</summary>
    Task<AccountFact<double>> SubmitsPerSecondAsync(string model, CancellationToken ct);

    /// <summary>The prices that the endpoint publishes for the account.</summary>
    /// <param name="currency">The currency that the user says the account is billed in, for prices that name none.</param>
    /// <param name="ct">Gives up.</param>
    /// <exception cref="WanException">It publishes none, or cannot be asked.</exception>
    Task<PublishedPrices> PricesAsync(string? currency, CancellationToken ct);
}

/// <summary>A fact of the account, or why it could not be learnt.</summary>
/// <param name="Value">The fact; absent when <paramref name="Unknown"/> says why.</param>
/// <param name="Unknown">A sentence; null when the fact is known.</param>
internal readonly record struct AccountFact<T>(T? Value, string? Unknown)
    where T : struct
{
    public static AccountFact<T> Of(T value) => new(value, null);

    public static AccountFact<T> NotKnown(string why) => new(null, why);
}
