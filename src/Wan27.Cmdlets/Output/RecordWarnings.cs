using System.Globalization;
using Wan27.Engine.Routes;

namespace Wan27.Cmdlets.Output;

/// <summary>
/// Warnings of a batch: the first few of each kind with the record they are about, and at the end how many more there were. A thousand
/// lines that say the same would hide the one that does not.
/// </summary>
/// <param name="warn">Writes a warning; called on the pipeline thread.</param>
internal sealed class RecordWarnings(Action<string> warn)
{
    private const int First = 3;

    private readonly Dictionary<string, int> _seen = new(StringComparer.Ordinal);

    /// <summary>Pipeline thread: the warnings of one record, one for each kind.</summary>
    /// <param name="place">Which record it is; null where there is only one.</param>
    /// <param name="warnings">What is to be known of it.</param>
    public void Write(string? place, IReadOnlyList<SubmitWarning> warnings)
    {
        foreach (var warning in warnings)
        {
            if ((_seen[warning.Rule] = _seen.GetValueOrDefault(warning.Rule) + 1) <= First)
            {
                warn(ErrorRecords.Placed(place, warning.Text));
            }
        }
    }

    /// <summary>Pipeline thread, once: what was not written.</summary>
    public void Finish()
    {
        foreach (var (rule, count) in _seen.Where(static kind => kind.Value > First))
        {
            warn(string.Create(CultureInfo.InvariantCulture, $"{count - First} more of {count} records with the warning '{rule}', as the first {First} above. Each job that is sent carries its own in Warnings."));
        }
    }
}
