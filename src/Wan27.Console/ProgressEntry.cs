using System.Management.Automation;

namespace Wan27.Console;

/// <summary>What is shown of one activity.</summary>
/// <param name="Key">Tells activities apart: two pipeline stages may use the same number.</param>
/// <param name="Text">The line to show; null when the activity is over.</param>
internal readonly record struct ProgressEntry((long Source, int Activity) Key, string? Text)
{
    /// <summary>Reads an engine's record.</summary>
    public static ProgressEntry From(long sourceId, ProgressRecord record)
    {
        (long, int) key = (sourceId, record.ActivityId);
        if (record.RecordType == ProgressRecordType.Completed)
        {
            return new(key, null);
        }

        List<string> parts = [record.Activity, record.StatusDescription, record.CurrentOperation];
        if (record.PercentComplete >= 0)
        {
            parts.Insert(1, $"{record.PercentComplete}%");
        }

        if (record.SecondsRemaining > 0)
        {
            parts.Add($"{TimeSpan.FromSeconds(record.SecondsRemaining):h\\:mm\\:ss} left");
        }

        return new(key, string.Join("  ", parts.Where(part => !string.IsNullOrWhiteSpace(part))).ReplaceLineEndings(" "));
    }
}
