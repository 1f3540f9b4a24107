namespace Wan27.Cmdlets.Binding;

/// <summary>
/// Takes notes from the reading of values to the cmdlet that they are read for. PowerShell reads the values of a record and runs the cmdlet
/// next, on the same thread; whatever a value reader throws would never reach the cmdlet, which alone knows the number of the record.
/// </summary>
internal static class BindingNotes
{
    [ThreadStatic]
    private static Dictionary<string, BindingNote>? _notes;

    /// <summary>Keeps a note on a parameter, or forgets an older one: what was read last is what counts.</summary>
    public static void Put(string parameter, BindingNote? note)
    {
        _notes ??= new Dictionary<string, BindingNote>(StringComparer.OrdinalIgnoreCase);
        if (note is null)
        {
            _notes.Remove(parameter);
        }
        else
        {
            _notes[parameter] = note;
        }
    }

    /// <summary>The note on a parameter that has just been bound, once.</summary>
    public static BindingNote? Take(string parameter)
        => _notes is not null && _notes.Remove(parameter, out var note) ? note : null;
}
