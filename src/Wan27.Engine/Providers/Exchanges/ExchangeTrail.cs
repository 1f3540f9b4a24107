namespace Wan27.Engine.Providers.Exchanges;

/// <summary>Remembers the latest of the requests that one piece of work needs, for the error that it may end with.</summary>
internal sealed class ExchangeTrail
{
    private Exchange? _latest;

    public void Follow(HttpRequestMessage request) => _latest = Exchange.Of(request);

    public WanException Explain(WanException failed) => _latest?.Explain(failed) ?? failed;
}
