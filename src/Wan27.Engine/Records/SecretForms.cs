using System.Text;

namespace Wan27.Engine.Records;

/// <summary>
/// Finds a secret in a text in whatever form a server may have put it: as it is, in other letters, escaped, with blanks in it, backwards, as
/// hexadecimal, as base64 of itself or of whatever it stands in.
/// </summary>
internal sealed class SecretForms
{
    /// <summary>Texts are searched in pieces, so that a large body takes a bounded room beside itself.</summary>
    private const int Piece = 1 << 16;

    /// <summary>How far pieces overlap: longer than any form with a blank after each of its characters.</summary>
    private const int Overlap = 1 << 12;

    /// <summary>As much of base64 as "Bearer " and the like take before a key; it holds the first bits of the key as well.</summary>
    private const int Edge = 24;

    private const string BetweenBytes = ":-,_.";

    private readonly string[] _plain;
    private readonly string[] _encoded;
    private readonly string _hex;
    private readonly int _shortest;

    public SecretForms(string secret)
    {
        var bytes = Encoding.UTF8.GetBytes(secret);
        _plain = [Small(secret), Small(string.Concat(secret.Reverse()))];
        _hex = Small(Convert.ToHexString(bytes));
        _encoded = [.. Enumerable.Range(0, 3).Select(shift => Small(Lasting(bytes, shift))).SelectMany(static text => new[] { text, text.Replace('+', '-').Replace('/', '_') }).Distinct()];
        _shortest = Math.Min(secret.Length, _encoded.Min(static text => text.Length));
    }

    /// <summary>The text with a marker for each place where the secret stands; the very same text where it does not.</summary>
    public string Erase(string text, string marker)
    {
        if (text.Length < _shortest)
        {
            return text;
        }

        var found = new List<(int Start, int End)>();
        for (var at = 0; ; at += Piece)
        {
            var length = Math.Min(text.Length - at, Piece + Overlap);
            Search(FoldedText.Of(text.AsSpan(at, length)), at, found);
            if (at + length == text.Length)
            {
                break;
            }
        }

        return found.Count == 0 ? text : Replaced(text, found, marker);
    }

    private void Search(FoldedText text, int offset, List<(int Start, int End)> found)
    {
        foreach (var form in _plain)
        {
            Search(text, form, 0, offset, found);
        }

        foreach (var form in _encoded)
        {
            Search(text, form, Edge, offset, found);
        }

        Search(text, _hex, 0, offset, found);
        if (text.Value.AsSpan().ContainsAny(BetweenBytes))
        {
            Search(text.Without(BetweenBytes), _hex, 0, offset, found);
        }
    }

    private static void Search(FoldedText text, string form, int edge, int offset, List<(int Start, int End)> found)
    {
        for (var at = text.Value.IndexOf(form, StringComparison.Ordinal); at >= 0; at = text.Value.IndexOf(form, at + form.Length, StringComparison.Ordinal))
        {
            var (first, last) = (at, at + form.Length - 1);
            for (var taken = 0; taken < edge && first > 0 && IsBase64(text.Value[first - 1]) && text.EndOf(first - 1) == text.StartOf(first); taken++)
            {
                first--;
            }

            for (var taken = 0; taken < edge && last + 1 < text.Value.Length && IsBase64(text.Value[last + 1]) && text.EndOf(last) == text.StartOf(last + 1); taken++)
            {
                last++;
            }

            found.Add((offset + text.StartOf(first), offset + text.EndOf(last)));
        }
    }

    private static string Replaced(string text, List<(int Start, int End)> found, string marker)
    {
        found.Sort();
        var result = new StringBuilder(text.Length);
        var (from, until) = (0, -1);
        foreach (var (start, end) in found)
        {
            if (start >= until)
            {
                result.Append(text, from, start - from).Append(marker);
            }

            until = Math.Max(until, end);
            from = until;
        }

        return result.Append(text, from, text.Length - from).ToString();
    }

    /// <summary>The part of a text's base64 that is the same whatever stands around it, for one of the three places where it can begin.</summary>
    private static string Lasting(byte[] bytes, int shift)
    {
        var encoded = Convert.ToBase64String([.. new byte[shift], .. bytes]).TrimEnd('=');
        var first = ((shift * 8) + 5) / 6;
        var count = ((shift + bytes.Length) * 8 / 6) - first;
        return encoded.Substring(first, count);
    }

    private static bool IsBase64(char c) => char.IsAsciiLetterOrDigit(c) || c is '+' or '/' or '-' or '_' or '=';

    private static string Small(string text) => text.ToLowerInvariant();
}
