using System.Collections;
using System.Management.Automation;
using Wan27.Engine.Contract;

namespace Wan27.Cmdlets.Binding;

/// <summary>Reads a table: a hashtable, an object of a JSON file, or <c>name=value</c> texts parted by semicolons.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class PairsAttribute : CellAttribute
{
    protected override object Unusable => new Hashtable();

    protected override object? Read(object? input)
    {
        switch (Unwrap.Value(input))
        {
            case null:
                return null;
            case Hashtable table:
                return table;
            case IDictionary table:
                return new Hashtable(table);
            case PSCustomObject:
                return new Hashtable(((PSObject)input!).Properties.ToDictionary(static property => property.Name, static property => property.Value));
        }

        var pairs = Cell.Many(input).Select(Pair).ToArray();
        if (pairs.GroupBy(static pair => pair.Name, StringComparer.Ordinal).FirstOrDefault(static same => same.Count() > 1) is { } twice)
        {
            throw RouteErrors.ValueUnusableOfOneNameTwice(Cell.Shown(twice.Key), twice.Count());
        }

        return pairs.Length == 0 ? null : new Hashtable(pairs.ToDictionary(static pair => pair.Name, static pair => (object)pair.Value, StringComparer.Ordinal));
    }

    private static (string Name, string Value) Pair(object given)
        => Cell.Text(given).Split('=', 2, StringSplitOptions.TrimEntries) is [{ Length: > 0 } name, { Length: > 0 } value]
            ? (name, value)
            : throw RouteErrors.ValueUnusableOfNoPair(Cell.Shown(given));
}
