namespace Wan27.Emulator.Http;

/// <summary>The part of a URL after the question mark.</summary>
internal static class QueryText
{
    private static readonly string[] Signatures = ["Signature", "token", "X-Amz-Signature"];

    public static Dictionary<string, string> Parse(string query)
    {
        var values = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var pair in query.TrimStart('?').Split('&', StringSplitOptions.RemoveEmptyEntries))
        {
            var mark = pair.IndexOf('=', StringComparison.Ordinal);
            var name = Decode(mark < 0 ? pair : pair[..mark]);
            values[name] = mark < 0 ? "" : Decode(pair[(mark + 1)..]);
        }

        return values;
    }

    /// <summary>The query with the value of a signature left out, fit for a log.</summary>
    public static string WithoutSignature(string query)
        => string.Join('&', query.Split('&').Select(static pair
            => Signatures.FirstOrDefault(name => pair.StartsWith(name + "=", StringComparison.OrdinalIgnoreCase)) is { } found ? $"{found}=\u2026" : pair));

    private static string Decode(string text) => Uri.UnescapeDataString(text.Replace('+', ' '));
}
