namespace Wan27.Emulator.Http;

/// <summary>One request: its head parsed, its body still on the wire.</summary>
internal sealed class HttpRequest
{
    public HttpRequest(string method, string target, bool isHttp10, HttpHeaders headers, RequestBody body)
    {
        Method = method;
        IsHttp10 = isHttp10;
        Headers = headers;
        Body = body;
        if (!target.StartsWith('/'))
        {
            // Behind a proxy, and as one, a server meets targets with scheme and host (RFC 9112, section 3.2.2).
            target = new Uri(target).PathAndQuery;
        }

        var mark = target.IndexOf('?', StringComparison.Ordinal);
        Path = Uri.UnescapeDataString(mark < 0 ? target : target[..mark]);
        QueryString = mark < 0 ? "" : target[(mark + 1)..];
        Query = QueryText.Parse(QueryString);
    }

    public string Method { get; }

    public string Path { get; }

    /// <summary>As it came, without the question mark.</summary>
    public string QueryString { get; }

    public bool IsHttp10 { get; }

    public HttpHeaders Headers { get; }

    public RequestBody Body { get; }

    public IReadOnlyDictionary<string, string> Query { get; }

    public bool KeepsAlive
        => IsHttp10 ? Headers.Has("Connection", "keep-alive") : !Headers.Has("Connection", "close");

    /// <summary>The body in memory; refused above the limit.</summary>
    public async Task<byte[]> ReadBodyAsync(long limit, CancellationToken cancel)
    {
        using var copy = new MemoryStream();
        var buffer = new byte[64 * 1024];
        while (await Body.ReadAsync(buffer, cancel) is > 0 and var count)
        {
            copy.Write(buffer, 0, count);
            if (copy.Length > limit)
            {
                throw new MalformedRequestException(413, "The request body is too large.");
            }
        }

        return copy.ToArray();
    }
}
