using System.Collections;
using System.Management.Automation;
using System.Reflection;
using Wan27.Engine.Contract;

namespace Wan27.Cmdlets.Binding;

/// <summary>The columns of a row and the parameters that they are for. Case, blanks, hyphens and underscores in a name do not matter.</summary>
internal sealed class RowColumns
{
    private const int ShownNames = 20;

    private readonly IReadOnlyList<ParameterMetadata> _parameters;
    private readonly (string Name, Func<object?> Read)[] _columns;

    private RowColumns(IReadOnlyList<ParameterMetadata> parameters, (string, Func<object?>)[] columns) => (_parameters, _columns) = (parameters, columns);

    /// <summary>False for a value, a file or a result, which stand for themselves.</summary>
    public static bool IsRow(object record)
        => Unwrap.Value(record) is not (null or string or ValueType or FileSystemInfo or Uri or WanBundle) && Travelled.Restore(record) is null;

    /// <summary>The parameters that a record may fill.</summary>
    public static IReadOnlyList<ParameterMetadata> ParametersOf(PSCmdlet cmdlet)
        => [.. ((CmdletInfo)cmdlet.MyInvocation.MyCommand).Parameters.Values.Where(static parameter => parameter.ParameterSets.Values.Any(static set => set.ValueFromPipelineByPropertyName))];

    /// <summary>
    /// True when what a record has under a parameter's name is meant for it: the columns of a row; of a result its profile, and beside it,
    /// as of a file or a text, only what a script has put on it.
    /// </summary>
    public static bool Lends(object record, ParameterMetadata parameter)
    {
        if (IsRow(record))
        {
            return true;
        }

        var own = Travelled.Restore(record) ?? Unwrap.Value(record)!;
        return (own is WanBundle && parameter.Name == nameof(WanBundle.Profile)) || Names(parameter).Any(name => IsPutOn(record, name) && !(own is WanBundle && HasItself(own, name)));
    }

    /// <summary>The columns of a row that came down the pipeline.</summary>
    public static RowColumns Of(PSCmdlet cmdlet, object record)
    {
        // A column that nobody asks for is not read: what computes it may be slow, or fail.
        return new RowColumns(ParametersOf(cmdlet), Unwrap.Value(record) is IDictionary table
            ? [.. table.Keys.Cast<object>().Select(key => (Cell.Text(key), new Func<object?>(() => table[key])))]
            : [.. PSObject.AsPSObject(record).Properties.Select(static property => (property.Name, new Func<object?>(() => property.Value)))]);
    }

    /// <summary>Names as an error shows them.</summary>
    public static string Names(PSObject row)
    {
        var names = (row.BaseObject is IDictionary table ? table.Keys.Cast<object>().Select(Cell.Text) : row.Properties.Select(static property => property.Name)).ToArray();
        return names.Length == 0 ? "nothing" : string.Join(", ", names.Take(ShownNames).Select(static name => name.Trim())) + (names.Length > ShownNames ? ", ..." : string.Empty);
    }

    /// <summary>What the row says, by parameter. A row that says nothing we know is refused: it would be paid for as if it were another.</summary>
    /// <param name="record">The row.</param>
    /// <param name="mayBeUnknown">True when the command line itself reads the columns.</param>
    public IReadOnlyDictionary<string, (string Column, object? Value)> Read(object record, bool mayBeUnknown)
    {
        if (Unwrap.Value(record) is IEnumerable and not IDictionary)
        {
            throw RouteErrors.ValueUnusableOfList();
        }

        var known = _columns
            .Select(column => (Parameter: Match(_parameters, column.Name)?.Name, Column: column))
            .Where(static pair => pair.Parameter is not null)
            .GroupBy(static pair => pair.Parameter!, static pair => pair.Column, StringComparer.OrdinalIgnoreCase)
            .ToArray();
        if (known.Length == 0 && !mayBeUnknown)
        {
            throw RouteErrors.NoKnownColumn(Names(PSObject.AsPSObject(record)), string.Join(", ", _parameters.Select(Described)), Advice());
        }

        return known.ToDictionary(static group => group.Key, One, StringComparer.OrdinalIgnoreCase);
    }

    /// <summary>Columns that no parameter reads, and the parameter that each may have been meant for.</summary>
    public IReadOnlyList<(string Column, string Parameter)> NearMisses()
    {
        var free = _parameters.Where(parameter => !_columns.Any(column => Match([parameter], column.Name) is not null)).ToArray();
        return [.. _columns
            .Where(column => Match(_parameters, column.Name) is null)
            .Select(column => (Column: column.Name.Trim(), Parameter: free.Select(static parameter => parameter.Name).FirstOrDefault(name => Spelling.IsNear(column.Name, name))))
            .Where(static pair => pair.Parameter is not null)
            .Select(static pair => (pair.Column, pair.Parameter!))];
    }

    private string Advice()
        => _columns.Any(static column => column.Name.Contains('\0', StringComparison.Ordinal)) ? "The file was read in the wrong encoding; it looks like UTF-16: Import-Csv -Encoding Unicode."
            : _columns is [var only] && only.Name.AsSpan().IndexOfAny(";\t|") is >= 0 and var at ? $"The whole line was taken for one column: Import-Csv -Delimiter {(only.Name[at] == '\t' ? "`t in double quotes" : $"'{only.Name[at]}'")}."
            : "Name the columns like the parameters, for example with Select-Object @{ Name = 'Prompt'; Expression = 'Text' }.";

    private static (string Column, object? Value) One(IGrouping<string, (string Name, Func<object?> Read)> columns)
    {
        var values = columns.Select(static column => (column.Name, Value: ValueOf(column.Name, column.Read))).ToArray();
        var filled = values.Where(static column => !Cell.IsBlank(column.Value)).ToArray();
        return filled.Length < 2
            ? filled.Append(values[0]).First()
            : throw RouteErrors.ColumnsExclude(string.Join(" and ", filled.Select(static column => column.Name.Trim())), columns.Key);
    }

    private static IEnumerable<string> Names(ParameterMetadata parameter) => parameter.Aliases.Prepend(parameter.Name);

    private static bool IsPutOn(object record, string name)
        => Unwrap.Value(record) is IDictionary table
            ? table.Keys.Cast<object>().Any(key => name.Equals(Cell.Text(key), StringComparison.OrdinalIgnoreCase))
            : PSObject.AsPSObject(record).Properties[name] is PSNoteProperty;

    private static bool HasItself(object own, string name) => own.GetType().GetProperty(name, BindingFlags.Public | BindingFlags.Instance | BindingFlags.IgnoreCase) is not null;

    private static object? ValueOf(string column, Func<object?> read)
    {
        try
        {
            return read();
        }
        catch (Exception failed) when (Unreadable.Is(failed))
        {
            throw Unreadable.Of(failed, column);
        }
    }

    private static ParameterMetadata? Match(IReadOnlyList<ParameterMetadata> parameters, string column)
        => parameters.FirstOrDefault(parameter => Names(parameter).Any(name => Spelling.IsSame(name, column)));

    private static string Described(ParameterMetadata parameter)
        => parameter.Aliases.Count == 0 ? parameter.Name : $"{parameter.Name} ({string.Join(", ", parameter.Aliases)})";
}
