using System.Management.Automation;
using System.Runtime.CompilerServices;
using Wan27.Engine.Contract;

namespace Wan27.Cmdlets.Binding;

/// <summary>
/// Reads names: texts, or the column of that name of whatever object comes down the pipeline. PowerShell would take the text of an object
/// without that column for a name.
/// </summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class ColumnAttribute([CallerMemberName] string parameter = "") : CellAttribute
{
    private readonly string _parameter = parameter;

    /// <summary>Another name of the column.</summary>
    public string? Or { get; init; }

    /// <summary>A row may do without it: it says by other columns what is meant.</summary>
    public bool IsOptional { get; init; }

    protected override bool TakesRecord => true;

    protected override object Unusable => Array.CreateInstance(typeof(string), 0);

    protected override object? Read(object? input) => Cell.Many(input).SelectMany(Of).ToArray();

    protected override BindingNote? NoteOn(object? input)
        => new() { Record = input, Missing = Cell.Many(input).FirstOrDefault(item => IsRow(item) && ColumnOf(item) is null) is { } row ? NoColumn(row) : null };

    private static bool IsRow(object item) => Unwrap.Value(item) is not (string or ValueType);

    private IEnumerable<string> Of(object item)
        => !IsRow(item) ? [Cell.Text(item).Trim()]
            : ColumnOf(item) is { } column ? Cell.Many(column.Value).Select(static value => Cell.Text(value).Trim())
            : IsOptional ? []
            : throw NoColumn(item);

    private PSPropertyInfo? ColumnOf(object item)
    {
        var row = PSObject.AsPSObject(item);
        return row.Properties[_parameter] ?? (Or is null ? null : row.Properties[Or]);
    }

    private WanException NoColumn(object item)
        => RouteErrors.NoKnownColumnOfThatName(_parameter, RowColumns.Names(PSObject.AsPSObject(item)), Or is null ? string.Empty : $" or {Or}");
}
