using System.Collections;
using System.Management.Automation;

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
            throw Cell.Refuse($"{Cell.Shown(twice.Key)} is there {twice.Count()} times.", "Give each name once.");
        }

        return pairs.Length == 0 ? null : new Hashtable(pairs.ToDictionary(static pair => pair.Name, static pair => (object)pair.Value, StringComparer.Ordinal));
    }

    private static (string Name, string Value) Pair(object given)
        => Cell.Text(given).Split('=', 2, StringSplitOptions.TrimEntries) is [{ Length: > 0 } name, { Length: > 0 } value]
            ? (name, value)
            : throw Cell.Refuse($"{Cell.Shown(given)} is not a name with a value.", "Write name=value, several parted by semicolons, or a hashtable.");
}
