namespace Wan27.Engine.Providers.Exchanges;

/// <summary>The newest exchanges of this process, for errors that are explained later.</summary>
internal sealed class ExchangeMemory
{
    private const int Most = 50;

    private readonly Queue<string> _newest = new();

    public void Add(string text)
    {
        lock (_newest)
        {
            _newest.Enqueue(text);
            if (_newest.Count > Most)
            {
                _newest.Dequeue();
            }
        }
    }

    /// <summary>The newest exchange that holds a request id.</summary>
    public string? Find(string? requestId)
    {
        if (string.IsNullOrWhiteSpace(requestId))
        {
            return null;
        }

        lock (_newest)
        {
            return _newest.LastOrDefault(text => text.Contains(requestId, StringComparison.Ordinal));
        }
    }
}
