using System.Text.RegularExpressions;

namespace Wan27.Engine.Stores;

/// <summary>
/// Tells a key from the name of a place where one lies. Secret keys have no mark of their own; what tells them is that capitals, small letters
/// and digits follow each other as no words do.
/// </summary>
internal static partial class StoreKeyForm
{
    // Of two neighbours in random text some six of ten are of different kinds, in names made of words fewer than four.
    private const double RandomChanges = 0.4;

    /// <summary>True for what looks like an access key, a secret key or a session token itself.</summary>
    public static bool Fits(string? text)
        => text?.Trim() is { } given && (IsAccessKey(given) || HexPattern().IsMatch(given) || (SecretPattern().IsMatch(given) && IsRandom(given)));

    /// <summary>The same for a path: a key may have slashes of its own.</summary>
    public static bool FitsEndOf(string path)
    {
        var parts = path.Split(Path.DirectorySeparatorChar, Path.AltDirectorySeparatorChar);
        return Enumerable.Range(0, parts.Length).Any(first => Fits(string.Join('/', parts[first..])));
    }

    private static bool IsAccessKey(string text)
        => AccessKeyPattern().IsMatch(text) && StoreData.Current.Presets.SelectMany(static preset => preset.KeyPrefixes).Any(prefix => text.StartsWith(prefix, StringComparison.Ordinal));

    private static bool IsRandom(string text)
        => text.Any(char.IsAsciiLetterUpper) && text.Any(char.IsAsciiLetterLower) && text.Any(char.IsAsciiDigit)
            && text.Zip(text.Skip(1)).Count(static pair => KindOf(pair.First) != KindOf(pair.Second)) >= RandomChanges * (text.Length - 1);

    private static int KindOf(char c) => char.IsAsciiLetterUpper(c) ? 0 : char.IsAsciiLetterLower(c) ? 1 : char.IsAsciiDigit(c) ? 2 : 3;

    [GeneratedRegex("^[A-Za-z0-9]{16,}$")]
    private static partial Regex AccessKeyPattern();

    [GeneratedRegex("^(?=.*[0-9])(?=.*[A-Fa-f])[0-9A-Fa-f]{32,}$")]
    private static partial Regex HexPattern();

    // With a slash only in the length that such keys have: names of secrets may be paths.
    [GeneratedRegex("^(?:[A-Za-z0-9+]{20,}={0,2}|[A-Za-z0-9+/]{40})$")]
    private static partial Regex SecretPattern();
}
