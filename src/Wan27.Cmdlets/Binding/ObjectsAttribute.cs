using System.Collections;

namespace Wan27.Cmdlets.Binding;

/// <summary>Lets values through for a reader of their own; an empty cell is an absent value, not an entry.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class ObjectsAttribute : CellAttribute
{
    protected override object Unusable => Array.CreateInstance(typeof(object), 0);

    protected override object? Read(object? input) => Unwrap.Value(input) switch
    {
        null => null,
        string text when string.IsNullOrWhiteSpace(text) => null,
        IEnumerable many when many is not (string or IDictionary) => many.Cast<object?>().ToArray(),
        _ => new[] { input },
    };
}
