using Wan27.Engine.Contract;

namespace Wan27.Cmdlets.Binding;

/// <summary>Reads names of an enumeration, in any case and in any culture; a list may be one text with semicolons.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class OneOfAttribute(Type type) : CellAttribute
{
    public bool IsList { get; init; }

    protected override object Unusable => IsList ? Array.CreateInstance(type, 0) : Enum.ToObject(type, -1);

    protected override object? Read(object? input)
    {
        if (!IsList)
        {
            return Cell.Single(input) is { } value ? Parse(value) : null;
        }

        var found = Cell.Many(input).SelectMany(Parts).Select(Parse).ToArray();
        if (found.Length == 0)
        {
            return null;
        }

        var typed = Array.CreateInstance(type, found.Length);
        found.CopyTo(typed, 0);
        return typed;
    }

    private static IEnumerable<object> Parts(object item)
        => item is string text ? text.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries) : [item];

    // What came through a file may be the number of a name.
    private object Parse(object given) => Unwrap.Value(given) switch
    {
        string text when Enum.GetNames(type).FirstOrDefault(name => name.Equals(text.Trim(), StringComparison.OrdinalIgnoreCase)) is { } name => Enum.Parse(type, name),
        int or long when Enum.ToObject(type, Unwrap.Value(given)!) is var named && Enum.IsDefined(type, named) => named,
        var value when type.IsInstanceOfType(value) => value!,
        _ => throw RouteErrors.ValueUnusableNotAllowed(Cell.Shown(given), string.Join(", ", Enum.GetNames(type))),
    };
}
