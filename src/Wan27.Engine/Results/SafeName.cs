using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Wan27.Engine.Results;

/// <summary>
/// Makes a text safe as part of a file name on every system, so that a folder written on one can be copied to any other.
/// </summary>
internal static class SafeName
{
    /// <summary>Longest value that a placeholder may give, in characters.</summary>
    public const int MaxValueLength = 120;

    /// <summary>Longest name in bytes, less what the sidecar, its temporary form and the part's state add to it.</summary>
    public const int MaxNameBytes = 255 - 16;

    private const int DigestLength = 8;

    private static readonly HashSet<string> Devices = new(StringComparer.OrdinalIgnoreCase)
    {
        "CON", "PRN", "AUX", "NUL", "CONIN$", "CONOUT$", "CLOCK$",
    };

    /// <summary>A value for a placeholder: no separators, no control characters, no dots at its ends, bounded.</summary>
    public static string Value(string text)
    {
        var cleaned = Clean(text);
        return cleaned.Length <= MaxValueLength ? cleaned : Shorten(cleaned, text, MaxValueLength);
    }

    /// <summary>A whole name, put together from literal text and values.</summary>
    public static string Segment(string text, string extension)
    {
        var cleaned = Clean(text);
        if (IsDevice(cleaned))
        {
            cleaned = "_" + cleaned;
        }

        if (Encoding.UTF8.GetByteCount(cleaned) <= MaxNameBytes)
        {
            return cleaned;
        }

        var tail = extension.Length > 0 && cleaned.EndsWith(extension, StringComparison.Ordinal) ? extension : string.Empty;
        var stem = cleaned[..^tail.Length];
        var characters = stem.Length;
        string shortened;
        do
        {
            characters--;
            shortened = Shorten(stem, text, characters) + tail;
        }
        while (Encoding.UTF8.GetByteCount(shortened) > MaxNameBytes);
        return shortened;
    }

    /// <summary>A prompt as a few words with hyphens.</summary>
    public static string Slug(string text, int maximum)
    {
        var slug = new StringBuilder();
        foreach (var c in text.Normalize(NormalizationForm.FormC))
        {
            if (char.IsLetterOrDigit(c))
            {
                slug.Append(char.ToLowerInvariant(c));
            }
            else if (slug.Length > 0 && slug[^1] != '-')
            {
                slug.Append('-');
            }

            if (slug.Length > maximum)
            {
                break;
            }
        }

        return slug.ToString(0, Math.Min(slug.Length, maximum)).Trim('-');
    }

    /// <summary>Names that Windows gives to devices, with or without an extension.</summary>
    private static bool IsDevice(string name)
    {
        var dot = name.IndexOf('.', StringComparison.Ordinal);
        var stem = (dot < 0 ? name : name[..dot]).TrimEnd(' ');
        return Devices.Contains(stem)
            || (stem.Length == 4
                && (stem.StartsWith("COM", StringComparison.OrdinalIgnoreCase) || stem.StartsWith("LPT", StringComparison.OrdinalIgnoreCase))
                && (char.IsAsciiDigit(stem[3]) || stem[3] is '\u00B9' or '\u00B2' or '\u00B3'));
    }

    private static string Clean(string text)
    {
        var cleaned = new StringBuilder(text.Length);
        for (var index = 0; index < text.Length; index++)
        {
            if (char.IsHighSurrogate(text[index]) && index + 1 < text.Length && char.IsLowSurrogate(text[index + 1]))
            {
                cleaned.Append(text[index]).Append(text[++index]);
                continue;
            }

            cleaned.Append(IsAllowed(text[index]) ? text[index] : '_');
        }

        for (var index = 0; index < cleaned.Length && cleaned[index] == '.'; index++)
        {
            cleaned[index] = '_';
        }

        return cleaned.ToString().TrimStart(' ').TrimEnd(' ', '.');
    }

    private static bool IsAllowed(char c)
        => !char.IsControl(c)
            && !char.IsSurrogate(c)
            && c is not ('/' or '\\' or ':' or '*' or '?' or '"' or '<' or '>' or '|')
            // Marks that turn the direction of text around let a name show another extension than it has.
            && c is not ((>= '\u202A' and <= '\u202E') or (>= '\u2066' and <= '\u2069') or '\u200E' or '\u200F')
            && CharUnicodeInfo.GetUnicodeCategory(c) is not (UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator);

    /// <summary>Cuts, and adds a digest of the whole so that long texts with one beginning stay apart.</summary>
    private static string Shorten(string cleaned, string whole, int maximum)
    {
        var digest = Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(whole)))[..DigestLength].ToLowerInvariant();
        var keep = Math.Max(0, maximum - DigestLength - 1);
        if (keep > 0 && char.IsHighSurrogate(cleaned[keep - 1]))
        {
            keep--;
        }

        return $"{cleaned[..keep]}-{digest}";
    }
}
