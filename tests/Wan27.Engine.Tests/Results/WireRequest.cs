using System.Globalization;
using System.Text;

namespace Wan27.Engine.Tests.Results;

/// <summary>A request as it came over the wire.</summary>
internal sealed record WireRequest(int Number, string PathAndQuery, IReadOnlyDictionary<string, string> Headers)
{
    public string Method { get; init; } = "GET";

    /// <summary>The body as far as its length was stated, one character for a byte.</summary>
    public string Body { get; init; } = string.Empty;

    public string Path => PathAndQuery.Split('?')[0];

    public string? Range => Headers.GetValueOrDefault("Range");

    public string? IfRange => Headers.GetValueOrDefault("If-Range");

    /// <summary>First byte asked for, 0 without a range.</summary>
    public int From => Range is { } range ? int.Parse(range["bytes=".Length..].TrimEnd('-'), CultureInfo.InvariantCulture) : 0;

    public static async Task<WireRequest> ReadAsync(Stream stream, int number, CancellationToken cancellation)
    {
        using var reader = new StreamReader(stream, Encoding.ASCII, leaveOpen: true);
        var first = await reader.ReadLineAsync(cancellation) ?? throw new IOException("No request.");
        var headers = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        while (await reader.ReadLineAsync(cancellation) is { Length: > 0 } line)
        {
            var colon = line.IndexOf(':', StringComparison.Ordinal);
            headers[line[..colon]] = line[(colon + 1)..].Trim();
        }

        var body = new char[headers.TryGetValue("Content-Length", out var length) ? int.Parse(length, CultureInfo.InvariantCulture) : 0];
        if (body.Length > 0)
        {
            // Reading nothing would wait for more to come.
            await reader.ReadBlockAsync(body, cancellation);
        }

        return new WireRequest(number, first.Split(' ')[1], headers) { Method = first.Split(' ')[0], Body = new string(body) };
    }
}
