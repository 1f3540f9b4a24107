using System.Collections;
using System.Globalization;
using System.Management.Automation;
using System.Reflection;
using Wan27.Cmdlets.Loading;
using Wan27.Cmdlets.Output;
using Wan27.Engine.Contract;

namespace Wan27.Cmdlets.Binding;

/// <summary>
/// What a cmdlet was given, record by record: counts the records, gathers what was wrong with their values, and reads the columns that
/// PowerShell does not match by itself. Every call comes on the pipeline thread.
/// </summary>
internal sealed class RecordReader
{
    private readonly PSCmdlet _cmdlet;
    private readonly HashSet<string> _written;
    private readonly HashSet<string> _computed;
    private readonly Dictionary<string, BindingNote> _lasting = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, BindingNote> _passing = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, string> _columns = new(StringComparer.OrdinalIgnoreCase);
    private readonly List<(PropertyInfo Property, object? Before)> _filled = [];
    private readonly HashSet<string> _disregarded = new(StringComparer.OrdinalIgnoreCase);
    private readonly List<(ParameterMetadata Parameter, PropertyInfo Property, object? Value)> _unset;
    private readonly HashSet<string> _warned = new(StringComparer.OrdinalIgnoreCase);
    private readonly ColumnNames _names;
    private RowColumns? _before;
    private long _number;
    private bool _isRow;

    private RecordReader(PSCmdlet cmdlet)
    {
        _cmdlet = cmdlet;
        var given = cmdlet.MyInvocation.BoundParameters;
        _written = new HashSet<string>(given.Keys, StringComparer.OrdinalIgnoreCase);

        // A script block on the command line is run for each record, whose values it makes; until then PowerShell keeps a type of its own there.
        _computed = new HashSet<string>(
            given.Where(static pair => pair.Value?.GetType() is { IsVisible: false } type && type.Assembly == typeof(PSObject).Assembly).Select(static pair => pair.Key), StringComparer.OrdinalIgnoreCase);
        _names = new ColumnNames(RowColumns.ParametersOf(cmdlet));
        _unset = [.. _names.Parameters
            .Where(parameter => !_written.Contains(parameter.Name))
            .Select(parameter => (Parameter: parameter, Property: cmdlet.GetType().GetProperty(parameter.Name)!))
            .Select(pair => (pair.Parameter, pair.Property, pair.Property.GetValue(cmdlet)))];
    }

    /// <summary>Begin: a value on the command line that cannot be used ends the command, as PowerShell's own errors of binding do.</summary>
    public static RecordReader Begin(PSCmdlet cmdlet)
    {
        LoadedCode.Ensure(cmdlet);
        var reader = new RecordReader(cmdlet);
        foreach (var name in reader._written.Except(reader._computed))
        {
            if (BindingNotes.Of(cmdlet.MyInvocation.BoundParameters[name]) is not { } note)
            {
                continue;
            }

            if (note.Fault is { } fault)
            {
                cmdlet.ThrowTerminatingError(ErrorRecords.From(fault, null, $"-{name}"));
            }

            reader._lasting[name] = note;
        }

        return reader;
    }

    /// <summary>Which record it is, as errors name it; null when there is only the command line.</summary>
    public string? Place
        => !_cmdlet.MyInvocation.ExpectingInput ? null
            : string.Create(CultureInfo.InvariantCulture, $"{(_isRow ? "Row" : "Input")} {_number}") + Renamed;

    /// <summary>Parameters and values of this record, for another call of the same cmdlet.</summary>
    public IReadOnlyDictionary<string, object?> Values
        => _cmdlet.MyInvocation.BoundParameters.Where(pair => !_disregarded.Contains(pair.Key)).Select(static pair => (Name: pair.Key, Value: (object?)pair.Value))
            .Concat(_filled.Select(filled => (filled.Property.Name, Value: filled.Property.GetValue(_cmdlet))))
            .GroupBy(static pair => pair.Name, StringComparer.OrdinalIgnoreCase)
            .ToDictionary(static group => group.Key, group => Note(group.Key)?.Given ?? group.Last().Value, StringComparer.OrdinalIgnoreCase);

    /// <summary>True for what was written on the command line, which goes before any column.</summary>
    public bool IsWritten(string parameter) => _written.Contains(parameter);

    /// <summary>An empty text on the command line takes a setting back; an empty cell says nothing about it.</summary>
    public string? TakenBack(string parameter, string? value) => value is { Length: 0 } && !IsWritten(parameter) ? null : value;

    /// <summary>True when the record itself, not the command line, gave a value.</summary>
    public bool IsFromRecord(string parameter)
        => !IsWritten(parameter) && IsBound(parameter, out var value) && !Cell.IsBlank(value);

    /// <summary>What is to be known of a parameter's value beside it.</summary>
    public BindingNote? Note(string parameter) => _passing.GetValueOrDefault(parameter) ?? _lasting.GetValueOrDefault(parameter);

    /// <summary>The result or file that a parameter's value was taken from; null when it was a text.</summary>
    public object? OriginOf(string parameter) => Note(parameter)?.Record is { } given ? Travelled.Restore(given) ?? Unwrap.Value(given) : null;

    /// <summary>The uploads among the values of this record.</summary>
    public IEnumerable<WanPublishedMedia> Uploads => _lasting.Values.Concat(_passing.Values).SelectMany(static note => note.Uploads);

    /// <summary>Takes in the next record; throws all that is wrong with its values at once.</summary>
    /// <param name="record">The record itself, for a cmdlet that reads rows; null for one that PowerShell alone binds.</param>
    public void Next(object? record = null)
    {
        try
        {
            Read(record);
        }
        catch (Exception failed) when (Unreadable.Is(failed))
        {
            throw Unreadable.Of(failed);
        }
    }

    private void Read(object? record)
    {
        _number++;
        _passing.Clear();
        _columns.Clear();
        _disregarded.Clear();
        var restored = record is null ? null : Travelled.Restore(record);
        if (record is not null)
        {
            Disregard(record, restored);
        }

        foreach (var name in _cmdlet.MyInvocation.BoundParameters.Keys.Where(name => (!IsWritten(name) && !_disregarded.Contains(name)) || _computed.Contains(name)))
        {
            Keep(name, BindingNotes.Of(_cmdlet.MyInvocation.BoundParameters[name]));
        }

        _isRow = record is null || RowColumns.IsRow(record, restored);
        if (record is not null && _isRow)
        {
            var columns = RowColumns.Of(_names, record);
            Fill(columns.Read(record, mayBeUnknown: _computed.Count > 0));
            if (!columns.HaveNamesOf(_before))
            {
                WarnOf(columns.NearMisses());
                _before = columns;
            }
        }
        else if (Unwrap.Value(record) is IDictionary table)
        {
            // A result as a table: PowerShell has bound none of its keys.
            var lent = _unset.Where(unset => RowColumns.Lends(table, Travelled.Restore(table), unset.Parameter)).Select(static unset => unset.Parameter.Name).ToHashSet(StringComparer.OrdinalIgnoreCase);
            Fill(RowColumns.Of(_names, table).Read(table, mayBeUnknown: true).Where(pair => lent.Contains(pair.Key)));
        }

        if (record is null && _passing.Values.Select(static note => note.Record).FirstOrDefault(static given => given is not null) is { } whole)
        {
            _isRow = RowColumns.IsRow(whole, Travelled.Restore(whole));
        }

        Refuse([.. _passing.Where(static pair => pair.Value.Fault is not null)]);
    }

    /// <summary>The same for a cmdlet that PowerShell alone binds: what is wrong with the record is written as its error.</summary>
    /// <param name="needed">A parameter that must not be empty.</param>
    public bool Admits(string? needed = null)
    {
        try
        {
            Next();
            return needed is null || !_cmdlet.MyInvocation.BoundParameters.TryGetValue(needed, out var value) || !Cell.IsBlank(value)
                ? true
                : throw Note(needed)?.Missing ?? RouteErrors.ValueUnusableOfNothing(needed);
        }
        catch (WanException refused)
        {
            _cmdlet.WriteError(ErrorRecords.From(refused, null, Place));
            return false;
        }
    }

    /// <summary>Gives back what only this record had said; PowerShell does so with what it has bound by itself.</summary>
    public void Leave()
    {
        foreach (var (property, before) in _filled)
        {
            property.SetValue(_cmdlet, before);
        }

        _filled.Clear();
    }

    private string Renamed
    {
        get
        {
            var other = _columns.Where(static pair => !pair.Key.Equals(pair.Value, StringComparison.OrdinalIgnoreCase)).Select(static pair => $"column {pair.Value} is {pair.Key}").ToArray();
            return other.Length == 0 ? string.Empty : $" ({string.Join(", ", other)})";
        }
    }

    private void Fill(IEnumerable<KeyValuePair<string, (string Column, object? Value)>> row)
    {
        foreach (var (parameter, (column, value)) in row)
        {
            if (IsWritten(parameter))
            {
                continue;
            }

            _columns[parameter] = column.Trim();
            if ((IsBound(parameter, out var bound) && bound is not null) || Cell.IsBlank(value))
            {
                continue;
            }

            var property = _cmdlet.GetType().GetProperty(parameter)!;
            var read = property.GetCustomAttribute<CellAttribute>()!.Transform(null!, value!);
            Keep(parameter, BindingNotes.Of(read));
            _filled.Add((property, property.GetValue(_cmdlet)));
            property.SetValue(_cmdlet, LanguagePrimitives.ConvertTo(read, property.PropertyType, CultureInfo.InvariantCulture));
        }
    }

    /// <summary>
    /// Takes back what PowerShell has bound by the name of a property that is no column: the number of a table's keys, the size of a file,
    /// the prompt of the job that a result came from. Each would be paid for as if it had been asked for.
    /// </summary>
    private void Disregard(object record, object? restored)
    {
        // The columns of a table are its keys, never its properties.
        var isTable = Unwrap.Value(record) is IDictionary;
        foreach (var (parameter, property, value) in _unset)
        {
            if (_cmdlet.MyInvocation.BoundParameters.ContainsKey(parameter.Name) && (isTable || !RowColumns.Lends(record, restored, parameter)))
            {
                property.SetValue(_cmdlet, value);
                _disregarded.Add(parameter.Name);
            }
        }
    }

    private bool IsBound(string parameter, out object? value)
    {
        value = null;
        return !_disregarded.Contains(parameter) && _cmdlet.MyInvocation.BoundParameters.TryGetValue(parameter, out value);
    }

    /// <summary>A slip in a header would be paid for: a job without its key is submitted again, one without its duration is longer. Said once for a batch.</summary>
    private void WarnOf(IReadOnlyList<(string Column, string Parameter)> misses)
    {
        var news = misses.Where(miss => !IsWritten(miss.Parameter) && _warned.Add(miss.Column)).Select(static miss => $"'{miss.Column}' (did you mean {miss.Parameter}?)").ToArray();
        if (news.Length > 0)
        {
            _cmdlet.WriteWarning($"Columns that are not used: {string.Join(", ", news)}.");
        }
    }

    private void Keep(string parameter, BindingNote? note)
    {
        if (note is not null)
        {
            _passing[parameter] = note;
        }
    }

    private void Refuse(KeyValuePair<string, BindingNote>[] faults)
    {
        if (faults.Length == 0)
        {
            return;
        }

        var first = faults[0].Value.Fault!;
        var message = faults.Length == 1
            ? Said(faults[0])
            : $"{faults.Length} values cannot be used:{string.Concat(faults.Select(fault => $"{Environment.NewLine}  - {Said(fault)}"))}{Environment.NewLine}";
        throw new WanException(first.Error with { Message = message, RecommendedAction = string.Join(" ", faults.Select(static fault => fault.Value.Fault!.Error.RecommendedAction).Distinct()) }, first);
    }

    private string Said(KeyValuePair<string, BindingNote> fault)
        => fault.Value.Fault!.Error.ErrorId is ErrorIds.NoKnownColumn or ErrorIds.NoKnownColumnOfFiles
            ? fault.Value.Fault.Message
            : $"{(_isRow ? ErrorRecords.Column : string.Empty)}{_columns.GetValueOrDefault(fault.Key, fault.Key)}: {fault.Value.Fault.Message}";
}
