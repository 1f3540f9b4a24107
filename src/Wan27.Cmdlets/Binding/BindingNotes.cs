using System.Management.Automation;
using System.Runtime.CompilerServices;

namespace Wan27.Cmdlets.Binding;

/// <summary>
/// Takes notes from the reading of values to the cmdlet that they are read for. A note is tied to the very object that PowerShell binds and
/// shows among the bound parameters: the cmdlets of a pipeline are all bound before the first of them begins, so that nothing else tells
/// whose value it was.
/// </summary>
internal static class BindingNotes
{
    private static readonly ConditionalWeakTable<object, BindingNote> Notes = [];

    /// <summary>Ties a note to a value that nobody else has.</summary>
    public static object Put(object own, BindingNote note)
    {
        Notes.AddOrUpdate(own, note);
        return own;
    }

    /// <summary>The note on a bound value.</summary>
    public static BindingNote? Of(object? bound)
        => bound is not null && Notes.TryGetValue(bound is PSObject wrapped ? wrapped.BaseObject : bound, out var note) ? note : null;
}
