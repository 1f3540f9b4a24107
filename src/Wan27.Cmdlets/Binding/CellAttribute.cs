using System.Management.Automation;

namespace Wan27.Cmdlets.Binding;

/// <summary>
/// Reads a value strictly, and leaves what cannot be used to the cmdlet. PowerShell by itself passes over a cell that it cannot convert, or
/// converts what nobody meant: either would be paid for with a default.
/// </summary>
/// <param name="parameter">Name of the property that the attribute stands on.</param>
[AttributeUsage(AttributeTargets.Property)]
internal abstract class CellAttribute(string parameter) : ArgumentTransformationAttribute
{
    /// <summary>What stands for a value that cannot be used, until the cmdlet refuses it.</summary>
    protected virtual object? Nothing => null;

    public sealed override object? Transform(EngineIntrinsics engineIntrinsics, object inputData)
    {
        try
        {
            var value = Read(inputData);
            BindingNotes.Put(parameter, NoteOn(inputData));
            return value;
        }
        catch (WanException fault)
        {
            BindingNotes.Put(parameter, new BindingNote { Fault = fault, Record = TakesRecord ? inputData : null });
            return Nothing;
        }
    }

    /// <summary>True where the whole record from the pipeline is read, not one cell of it.</summary>
    protected virtual bool TakesRecord => false;

    /// <summary>The value in the parameter's own type; throws what is wrong with it.</summary>
    protected abstract object? Read(object? input);

    /// <summary>What the cmdlet must know beside the value.</summary>
    protected virtual BindingNote? NoteOn(object? input) => null;
}
