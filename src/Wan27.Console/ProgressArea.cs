using System.Text;

namespace Wan27.Console;

/// <summary>
/// A few lines at the bottom of the terminal that show what runs at the moment. Draws at most four times a second; the caller holds the lock.
/// </summary>
internal sealed class ProgressArea : IDisposable
{
    private const int MaxLines = 4;
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(250);

    private readonly OutputStreamTarget _stream;
    private readonly Func<int> _width;
    private readonly TimeProvider _time;
    private readonly ITimer _timer;
    private readonly List<ProgressEntry> _entries = [];
    private long? _lastDrawn;
    private int _linesShown;
    private bool _drawingIsDue;

    /// <param name="stream">The stream to draw on; nothing is ever drawn when it is not a terminal.</param>
    /// <param name="width">The terminal's width in cells at the moment.</param>
    /// <param name="time">The clock.</param>
    /// <param name="onDue">Called, on a timer's thread, when a postponed drawing is due.</param>
    public ProgressArea(OutputStreamTarget stream, Func<int> width, TimeProvider time, Action onDue)
    {
        _stream = stream;
        _width = width;
        _time = time;
        _timer = time.CreateTimer(_ => onDue(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Takes in the newest state of an activity without drawing.</summary>
    public void Update(ProgressEntry entry)
    {
        if (!_stream.IsTerminal)
        {
            return;
        }

        int known = _entries.FindIndex(other => other.Key == entry.Key);
        if (entry.Text is null)
        {
            if (known >= 0)
            {
                _entries.RemoveAt(known);
            }
        }
        else if (known >= 0)
        {
            _entries[known] = entry;
        }
        else
        {
            _entries.Add(entry);
        }

        _drawingIsDue = true;
    }

    /// <summary>Draws now, or as soon as the last drawing is old enough.</summary>
    public void ShowSoon()
    {
        if (!_drawingIsDue)
        {
            return;
        }

        TimeSpan wait = _lastDrawn is { } last ? Interval - _time.GetElapsedTime(last) : TimeSpan.Zero;
        if (wait > TimeSpan.Zero)
        {
            _timer.Change(wait, Timeout.InfiniteTimeSpan);
            return;
        }

        Draw();
    }

    /// <summary>Draws again after a pause in the output, so that the area does not flicker between lines.</summary>
    public void ShowLater()
    {
        if (_entries.Count > 0)
        {
            _drawingIsDue = true;
            _timer.Change(Interval, Timeout.InfiniteTimeSpan);
        }
    }

    /// <summary>Takes the area off the screen and leaves the cursor where it began.</summary>
    public void Hide()
    {
        if (_linesShown > 0)
        {
            _stream.Writer.Write(Erasure());
            _linesShown = 0;
            _drawingIsDue = _entries.Count > 0;
        }
    }

    /// <summary>Forgets all activities.</summary>
    public void Clear()
    {
        _entries.Clear();
        Hide();
        _drawingIsDue = false;
    }

    public void Dispose() => _timer.Dispose();

    private void Draw()
    {
        var text = new StringBuilder(Erasure());
        int width = Math.Max(_width() - 1, 1);
        List<ProgressEntry> shown = [.. _entries.TakeLast(MaxLines)];
        for (int i = 0; i < shown.Count; i++)
        {
            string line = CellWidth.Cut(shown[i].Text!, width);
            text.Append(i > 0 ? "\n" : "").Append(_stream.IsColoured ? $"\u001b[36m{line}\u001b[0m" : line);
        }

        _stream.Writer.Write(text.ToString());
        _linesShown = shown.Count;
        _lastDrawn = _time.GetTimestamp();
        _drawingIsDue = false;
    }

    private string Erasure() => _linesShown switch
    {
        0 => "",
        1 => "\r\u001b[J",
        _ => $"\r\u001b[{_linesShown - 1}A\u001b[J",
    };
}
