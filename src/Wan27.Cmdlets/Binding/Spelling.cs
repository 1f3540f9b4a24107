namespace Wan27.Cmdlets.Binding;

/// <summary>Compares names as people write them.</summary>
internal static class Spelling
{
    private const int ShortestName = 5;
    private const int MostSlips = 2;

    /// <summary>True when only case, blanks, hyphens and underscores differ: <c>Job Key</c> and <c>first_frame</c> are what they seem.</summary>
    public static bool IsSame(string left, string right) => Bare(left).Equals(Bare(right), StringComparison.OrdinalIgnoreCase);

    /// <summary>True when the two differ by a slip or two of the pen.</summary>
    public static bool IsNear(string written, string meant)
    {
        var (left, right) = (Bare(written).ToUpperInvariant(), Bare(meant).ToUpperInvariant());
        return left.Length >= ShortestName && Math.Abs(left.Length - right.Length) <= MostSlips && Distance(left, right) <= Math.Min(MostSlips, right.Length / ShortestName);
    }

    private static string Bare(string name) => string.Concat(name.Where(static c => !char.IsWhiteSpace(c) && c is not ('-' or '_')));

    /// <summary>How many letters must be added, left out or changed.</summary>
    private static int Distance(string left, string right)
    {
        var row = Enumerable.Range(0, right.Length + 1).ToArray();
        for (var i = 1; i <= left.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= right.Length; j++)
            {
                var above = row[j];
                row[j] = Math.Min(Math.Min(row[j] + 1, row[j - 1] + 1), diagonal + (left[i - 1] == right[j - 1] ? 0 : 1));
                diagonal = above;
            }
        }

        return row[right.Length];
    }
}
