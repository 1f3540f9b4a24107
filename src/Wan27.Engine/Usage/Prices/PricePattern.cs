namespace Wan27.Engine.Usage.Prices;

/// <summary>Names in which a star stands for any text.</summary>
internal static class PricePattern
{
    public static bool Fits(string pattern, string text)
    {
        // The last star and how far it has eaten: a step back is always to it.
        var (at, here, star, eaten) = (0, 0, -1, 0);
        while (here < text.Length)
        {
            if (at < pattern.Length && pattern[at] == '*')
            {
                (star, eaten) = (at++, here);
            }
            else if (at < pattern.Length && char.ToUpperInvariant(pattern[at]) == char.ToUpperInvariant(text[here]))
            {
                (at, here) = (at + 1, here + 1);
            }
            else if (star >= 0)
            {
                (at, here) = (star + 1, ++eaten);
            }
            else
            {
                return false;
            }
        }

        return pattern.AsSpan(at).TrimStart('*').IsEmpty;
    }
}
