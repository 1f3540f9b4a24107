using System.Collections;
using System.Management.Automation;
using System.Reflection;
using Wan27.Engine.Contract;

namespace Wan27.Cmdlets.Binding;

/// <summary>The columns of a row and the parameters that they are for. Case, blanks, hyphens and underscores in a name do not matter.</summary>
internal sealed class RowColumns
{
    private const int ShownNames = 20;

    private readonly ColumnNames _names;
    private readonly Column[] _columns;

    private RowColumns(ColumnNames names, Column[] columns) => (_names, _columns) = (names, columns);

    /// <summary>False for a value, a file or a result, which stand for themselves.</summary>
    /// <param name="record">The record.</param>
    /// <param name="restored">What it stands for, when it has travelled.</param>
    public static bool IsRow(object record, object? restored)
        => restored is null && Unwrap.Value(record) is not (null or string or ValueType or FileSystemInfo or Uri or WanBundle);

    /// <summary>The parameters that a record may fill.</summary>
    public static IReadOnlyList<ParameterMetadata> ParametersOf(PSCmdlet cmdlet)
        => [.. ((CmdletInfo)cmdlet.MyInvocation.MyCommand).Parameters.Values.Where(static parameter => parameter.ParameterSets.Values.Any(static set => set.ValueFromPipelineByPropertyName))];

    /// <summary>
    /// True when what a record has under a parameter's name is meant for it: the columns of a row; of a result its profile, and beside it,
    /// as of a file or a text, only what a script has put on it.
    /// </summary>
    public static bool Lends(object record, object? restored, ParameterMetadata parameter)
    {
        if (IsRow(record, restored))
        {
            return true;
        }

        var own = restored ?? Unwrap.Value(record)!;
        return (own is WanBundle && parameter.Name == nameof(WanBundle.Profile)) || ColumnNames.Of(parameter).Any(name => IsPutOn(record, name) && !(own is WanBundle && HasItself(own, name)));
    }

    /// <summary>The columns of a row that came down the pipeline.</summary>
    public static RowColumns Of(ColumnNames names, object record)
    {
        // A column that nobody asks for is not read: what computes it may be slow, or fail.
        return new RowColumns(names, Unwrap.Value(record) is IDictionary table
            ? [.. table.Keys.Cast<object>().Select(key => new Column(Cell.Text(key), table, key))]
            : [.. PSObject.AsPSObject(record).Properties.Select(static property => new Column(property.Name, property, null))]);
    }

    /// <summary>True when another row of the batch had the very same columns.</summary>
    public bool HaveNamesOf(RowColumns? other)
        => other is not null && _columns.AsSpan().SequenceEqual(other._columns, SameName.Instance);

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

        var known = new Dictionary<string, (string Column, object? Value)>(StringComparer.OrdinalIgnoreCase);
        foreach (var column in _columns)
        {
            if (_names.Find(column.Name)?.Name is not { } parameter)
            {
                continue;
            }

            var value = ValueOf(column);
            if (!known.TryGetValue(parameter, out var other) || Cell.IsBlank(other.Value))
            {
                known[parameter] = other.Column is not null && Cell.IsBlank(value) ? other : (column.Name, value);
            }
            else if (!Cell.IsBlank(value))
            {
                throw RouteErrors.ColumnsExclude(string.Join(" and ", FilledFor(parameter)), parameter);
            }
        }

        return known.Count > 0 || mayBeUnknown
            ? known
            : throw RouteErrors.NoKnownColumn(Names(PSObject.AsPSObject(record)), string.Join(", ", _names.Parameters.Select(Described)), Advice());
    }

    /// <summary>Columns that no parameter reads, and the parameter that each may have been meant for.</summary>
    public IReadOnlyList<(string Column, string Parameter)> NearMisses()
    {
        if (_columns.All(column => _names.Find(column.Name) is not null))
        {
            return [];
        }

        var used = _columns.SelectMany(column => _names.Parameters.Where(parameter => ColumnNames.IsFor(parameter, column.Name))).ToHashSet();
        var free = _names.Parameters.Where(parameter => !used.Contains(parameter)).ToArray();
        return [.. _columns
            .Where(column => _names.Find(column.Name) is null)
            .Select(column => (Column: column.Name.Trim(), Parameter: free.Select(static parameter => parameter.Name).FirstOrDefault(name => Spelling.IsNear(column.Name, name))))
            .Where(static pair => pair.Parameter is not null)
            .Select(static pair => (pair.Column, pair.Parameter!))];
    }

    private string Advice()
        => _columns.Any(static column => column.Name.Contains('\0', StringComparison.Ordinal)) ? "The file was read in the wrong encoding; it looks like UTF-16: Import-Csv -Encoding Unicode."
            : _columns is [var only] && only.Name.AsSpan().IndexOfAny(";\t|") is >= 0 and var at ? $"The whole line was taken for one column: Import-Csv -Delimiter {(only.Name[at] == '\t' ? "`t in double quotes" : $"'{only.Name[at]}'")}."
            : "Name the columns like the parameters, for example with Select-Object @{ Name = 'Prompt'; Expression = 'Text' }.";

    private IEnumerable<string> FilledFor(string parameter)
        => _columns.Where(column => _names.Find(column.Name)?.Name == parameter && !Cell.IsBlank(ValueOf(column))).Select(static column => column.Name.Trim());

    private static bool IsPutOn(object record, string name)
        => Unwrap.Value(record) is IDictionary table
            ? table.Keys.Cast<object>().Any(key => name.Equals(Cell.Text(key), StringComparison.OrdinalIgnoreCase))
            : PSObject.AsPSObject(record).Properties[name] is PSNoteProperty;

    private static bool HasItself(object own, string name) => own.GetType().GetProperty(name, BindingFlags.Public | BindingFlags.Instance | BindingFlags.IgnoreCase) is not null;

    private static object? ValueOf(Column column)
    {
        try
        {
            return column.Read();
        }
        catch (Exception failed) when (Unreadable.Is(failed))
        {
            throw Unreadable.Of(failed, column.Name);
        }
    }

    private static string Described(ParameterMetadata parameter)
        => parameter.Aliases.Count == 0 ? parameter.Name : $"{parameter.Name} ({string.Join(", ", parameter.Aliases)})";

    /// <summary>A property of an object, or a key of a table; read when somebody asks for it.</summary>
    private readonly record struct Column(string Name, object Source, object? Key)
    {
        public object? Read() => Source is PSPropertyInfo property ? property.Value : ((IDictionary)Source)[Key!];
    }

    private sealed class SameName : IEqualityComparer<Column>
    {
        public static SameName Instance { get; } = new();

        public bool Equals(Column x, Column y) => string.Equals(x.Name, y.Name, StringComparison.Ordinal);

        public int GetHashCode(Column obj) => obj.Name.GetHashCode(StringComparison.Ordinal);
    }
}
