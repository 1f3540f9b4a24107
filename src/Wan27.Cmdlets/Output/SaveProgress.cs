using System.Management.Automation;
using Wan27.Engine.Results;

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
    /// <param name="show">Shows the line.</param>
    /// <param name="tell">Tells of a pause on the verbose stream, which a script without a console keeps.</param>
    /// <param name="warn">Warns.</param>
    public ISaveWatch OneFile(Action<ProgressRecord> show, Action<string> tell, Action<string> warn) => new FileWatch(this, show, tell, warn);

    private ProgressRecord? Next() => _clock.IsDue() ? Line(string.Empty) : null;

    private ProgressRecord Line(string more)
        => new ProgressRecord(ActivityId, "Saving Wan results", string.Create(System.Globalization.CultureInfo.CurrentCulture, $"{_done} of {_files} files, {Interlocked.Read(ref _bytes) / Megabyte:0.0} MB{more}")) { PercentComplete = _files == 0 ? 0 : Math.Clamp(100 * _done / _files, 0, 100) };

    private sealed class FileWatch(SaveProgress owner, Action<ProgressRecord> show, Action<string> tell, Action<string> warn) : ISaveWatch
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

        /// <summary>Shown at once: nothing else comes while a pause lasts.</summary>
        public void Waiting(string text)
        {
            show(owner.Line($"; {text}"));
            tell($"{char.ToUpperInvariant(text[0])}{text[1..]}.");
        }

        public void Warning(string text) => warn(text);
    }
}
