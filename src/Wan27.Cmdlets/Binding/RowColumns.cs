using System.Collections;
using System.Management.Automation;
using Wan27.Engine.Contract;

namespace Wan27.Cmdlets.Binding;

/// <summary>The columns of a row and the parameters that they are for. Case and blanks around a name do not matter.</summary>
internal sealed class RowColumns
{
    /// <summary>The error code of a record that has none of the columns that are read.</summary>
    public const string Unknown = "NoKnownColumn";

    private const int ShownNames = 20;

    private readonly IReadOnlyList<ParameterMetadata> _parameters;
    private readonly (string Name, object? Value)[] _columns;

    private RowColumns(IReadOnlyList<ParameterMetadata> parameters, (string, object?)[] columns) => (_parameters, _columns) = (parameters, columns);

    /// <summary>False for a value, a file or a result, which stand for themselves.</summary>
    public static bool IsRow(object record)
        => Unwrap.Value(record) is not (null or string or ValueType or FileSystemInfo or Uri or WanBundle) && Travelled.Restore(record) is null;

    /// <summary>The parameters that a record may fill.</summary>
    public static IReadOnlyList<ParameterMetadata> ParametersOf(PSCmdlet cmdlet)
        => [.. ((CmdletInfo)cmdlet.MyInvocation.MyCommand).Parameters.Values.Where(static parameter => parameter.ParameterSets.Values.Any(static set => set.ValueFromPipelineByPropertyName))];

    /// <summary>
    /// True when a property of the record that is named like a parameter is meant for it. The keys of a table are its columns, and its
    /// properties are not; a result lends its media and its profile; a file or a text has only what a script has put on it.
    /// </summary>
    public static bool Lends(object record, ParameterMetadata parameter)
        => IsRow(record) ? Unwrap.Value(record) is not IDictionary
            : (Travelled.Restore(record) ?? Unwrap.Value(record)) is WanBundle ? parameter.Name == nameof(WanBundle.Profile)
            : parameter.Aliases.Prepend(parameter.Name).Any(name => PSObject.AsPSObject(record).Properties[name] is PSNoteProperty);

    /// <summary>The columns of a row that came down the pipeline.</summary>
    public static RowColumns Of(PSCmdlet cmdlet, object record)
    {
        var value = Unwrap.Value(record);
        var parameters = ParametersOf(cmdlet);
        return new RowColumns(parameters, value is IDictionary table
            ? [.. table.Keys.Cast<object>().Select(key => (Cell.Text(key), table[key]))]
            : [.. PSObject.AsPSObject(record).Properties.Where(property => Match(parameters, property.Name) is not null || value is PSCustomObject).Select(static property => (property.Name, property.Value))]);
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
            throw Cell.Refuse("A list came down the pipeline where one record belongs.", "Pipe in its items one by one.");
        }

        var known = _columns
            .Select(column => (Parameter: Match(_parameters, column.Name)?.Name, Column: column))
            .Where(static pair => pair.Parameter is not null)
            .GroupBy(static pair => pair.Parameter!, static pair => pair.Column, StringComparer.OrdinalIgnoreCase)
            .ToArray();
        if (known.Length == 0 && !mayBeUnknown)
        {
            throw ErrorFactory.Local(
                WanBoundary.Route, Unknown,
                $"No column is known here; found: {Names(PSObject.AsPSObject(record))}; expected: {string.Join(", ", _parameters.Select(Described))}.",
                "Name the columns like the parameters, for example with Select-Object @{ Name = 'Prompt'; Expression = 'Text' }.");
        }

        return known.ToDictionary(static group => group.Key, One, StringComparer.OrdinalIgnoreCase);
    }

    private static (string Column, object? Value) One(IGrouping<string, (string Name, object? Value)> columns)
    {
        var filled = columns.Where(static column => !Cell.IsBlank(column.Value)).ToArray();
        return filled.Length < 2
            ? filled.Append(columns.First()).First()
            : throw ErrorFactory.Local(
                WanBoundary.Route, "ColumnsExclude",
                $"The columns {string.Join(" and ", filled.Select(static column => column.Name.Trim()))} are both {columns.Key}, and both are filled.", "Fill one of them.");
    }

    private static ParameterMetadata? Match(IReadOnlyList<ParameterMetadata> parameters, string column)
        => parameters.FirstOrDefault(parameter => parameter.Aliases.Prepend(parameter.Name).Contains(column.Trim(), StringComparer.OrdinalIgnoreCase));

    private static string Described(ParameterMetadata parameter)
        => parameter.Aliases.Count == 0 ? parameter.Name : $"{parameter.Name} ({string.Join(", ", parameter.Aliases)})";
}
