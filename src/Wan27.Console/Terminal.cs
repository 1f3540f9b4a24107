namespace Wan27.Console;

/// <summary>
/// The one place that writes: keeps ordinary output and the progress area apart. Output comes from the pipeline's thread, a pending progress
/// update from a timer, so every member takes the same lock.
/// </summary>
internal sealed class Terminal : IDisposable
{
    private readonly Lock _gate = new();
    private readonly ProgressArea _progress;
    private bool _lineIsOpen;

    public Terminal(OutputStreamTarget output, OutputStreamTarget error, Func<int> width, TimeProvider time)
    {
        Output = output;
        Error = error;
        _progress = new ProgressArea(error, width, time, DrawPending);
    }

    /// <summary>Where pipeline output goes.</summary>
    public OutputStreamTarget Output { get; }

    /// <summary>Where errors, warnings, verbose text and progress go.</summary>
    public OutputStreamTarget Error { get; }

    /// <summary>Writes text to a stream, after taking the progress area off the screen if the text would run into it.</summary>
    public void Write(OutputStreamTarget stream, string text)
    {
        lock (_gate)
        {
            if (stream.IsTerminal && text.Length > 0)
            {
                _progress.Hide();
                _lineIsOpen = text[^1] != '\n';
            }

            stream.Write(text);
            if (stream.IsTerminal && !_lineIsOpen)
            {
                _progress.ShowLater();
            }
        }
    }

    /// <summary>Takes in one progress record.</summary>
    public void Report(ProgressEntry entry)
    {
        lock (_gate)
        {
            _progress.Update(entry);
            if (!_lineIsOpen)
            {
                _progress.ShowSoon();
            }
        }
    }

    /// <summary>Forgets all progress, at the end of the run or before the user is asked something.</summary>
    public void ClearProgress()
    {
        lock (_gate)
        {
            _progress.Clear();
        }
    }

    /// <summary>Notes that something else, such as a person's Enter, has moved the cursor to the start of a line.</summary>
    public void LineWasEnded()
    {
        lock (_gate)
        {
            _lineIsOpen = false;
        }
    }

    public void Dispose()
    {
        lock (_gate)
        {
            _progress.Clear();
            _progress.Dispose();
        }
    }

    private void DrawPending()
    {
        lock (_gate)
        {
            if (!_lineIsOpen)
            {
                _progress.ShowSoon();
            }
        }
    }
}
