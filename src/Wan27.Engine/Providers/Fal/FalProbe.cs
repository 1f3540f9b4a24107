namespace Wan27.Engine.Providers.Fal;

/// <summary>The free questions: a request that nobody has, and the prices.</summary>
internal sealed class FalProbe(ProviderConnection connection) : NobodyProbe(connection, FalAnswerWords.Instance, FalAddresses.OfNobody())
{
    private readonly ProviderConnection _connection = connection;

    public override Task<PublishedPrices> PricesAsync(string? currency, CancellationToken ct)
        => FalPrices.ReadAsync(new AccountCalls(_connection, FalAnswerWords.Instance), _connection.Bundle, currency, ct);
}
