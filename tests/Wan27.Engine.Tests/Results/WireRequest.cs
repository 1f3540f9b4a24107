using System.Globalization;
using System.Text;

namespace Wan27.Engine.Tests.Results;

/// <summary>A request as it came over the wire.</summary>
internal sealed record WireRequest(int Number, string PathAndQuery, IReadOnlyDictionary<string, string> Headers)
{
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

        return new WireRequest(number, first.Split(' ')[1], headers);
    }
}
