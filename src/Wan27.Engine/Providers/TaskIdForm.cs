namespace Wan27.Engine.Providers;

/// <summary>
/// What a task id can be. Providers give uuids and the like; a paid task must never be noted under a word that cannot be asked for, such
/// as the <c>null</c> of a gateway.
/// </summary>
internal static class TaskIdForm
{
    /// <summary>Three times the longest id that any provider documents.</summary>
    private const int Longest = 128;

    private static readonly string[] NoIds = ["null", "undefined", "none", "nil", "nan", "true", "false"];

    /// <summary>Letters, digits and <c>. _ : -</c>, beginning with a letter or digit, and none of the words that stand for nothing.</summary>
    public static bool Fits(string? id)
        => id is { Length: > 0 and <= Longest }
            && char.IsAsciiLetterOrDigit(id[0])
            && id.All(static c => char.IsAsciiLetterOrDigit(c) || c is '.' or '_' or ':' or '-')
            && !NoIds.Contains(id, StringComparer.OrdinalIgnoreCase);
}
