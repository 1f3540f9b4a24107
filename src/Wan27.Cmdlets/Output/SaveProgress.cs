using System.Management.Automation;

namespace Wan27.Cmdlets.Output;

/// <summary>One progress line for all downloads of a cmdlet: files and megabytes.</summary>
internal sealed class SaveProgress
{
    private const int ActivityId = 2702;
    private const double Megabyte = 1024 * 1024;

    private readonly CalmClock _clock = new();
    private int _files;
    private int _done;
    private long _bytes;

    public static ProgressRecord End { get; } = new(ActivityId, "Saving Wan results", "Done") { RecordType = ProgressRecordType.Completed };

    public void Added() => Interlocked.Increment(ref _files);

    public void Done() => Interlocked.Increment(ref _done);

    /// <summary>Counts one file's bytes; a download that begins anew counts back.</summary>
    public IProgress<long> OneFile(Action<ProgressRecord> show) => new FileBytes(this, show);

    private ProgressRecord? Next()
        => _clock.IsDue()
            ? new ProgressRecord(ActivityId, "Saving Wan results", string.Create(System.Globalization.CultureInfo.CurrentCulture, $"{_done} of {_files} files, {Interlocked.Read(ref _bytes) / Megabyte:0.0} MB")) { PercentComplete = _files == 0 ? 0 : Math.Clamp(100 * _done / _files, 0, 100) }
            : null;

    private sealed class FileBytes(SaveProgress owner, Action<ProgressRecord> show) : IProgress<long>
    {
        private long _last;

        public void Report(long value)
        {
            Interlocked.Add(ref owner._bytes, value - Interlocked.Exchange(ref _last, value));
            if (owner.Next() is { } record)
            {
                show(record);
            }
        }
    }
}
