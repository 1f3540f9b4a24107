using System.Management.Automation;

namespace Wan27.Cmdlets.Binding;

/// <summary>
/// Reads a value strictly, and leaves what cannot be used to the cmdlet. PowerShell by itself passes over a cell that it cannot convert, or
/// converts what nobody meant: either would be paid for with a default.
/// </summary>
[AttributeUsage(AttributeTargets.Property)]
internal abstract class CellAttribute : ArgumentTransformationAttribute
{
    /// <summary>
    /// A new object of the parameter's own type that stands for a value which cannot be used, until the cmdlet refuses it; one that no job
    /// could be paid for with, where the type has such a value.
    /// </summary>
    protected abstract object Unusable { get; }

    /// <summary>True where the whole record from the pipeline is read, not one cell of it.</summary>
    protected virtual bool TakesRecord => false;

    public sealed override object? Transform(EngineIntrinsics engineIntrinsics, object inputData)
    {
        try
        {
            var value = Read(inputData);
            return value is not null && NoteOn(inputData) is { } note ? BindingNotes.Put(Own(value), note) : value;
        }
        catch (WanException fault)
        {
            return Refused(fault, inputData);
        }
        catch (Exception failed) when (Unreadable.Is(failed))
        {
            return Refused(Unreadable.Of(failed), inputData);
        }
    }

    /// <summary>The value in the parameter's own type; throws what is wrong with it.</summary>
    protected abstract object? Read(object? input);

    /// <summary>What the cmdlet must know beside the value.</summary>
    protected virtual BindingNote? NoteOn(object? input) => null;

    private object Refused(WanException fault, object? input) => BindingNotes.Put(Unusable, new BindingNote { Fault = fault, Record = TakesRecord ? input : null });

    // Empty lists and texts are shared by everyone.
    private static object Own(object value) => value switch
    {
        string text => new string(text.AsSpan()),
        Array list => list.Clone(),
        _ => value,
    };
}
