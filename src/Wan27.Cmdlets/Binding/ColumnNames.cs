using System.Management.Automation;

namespace Wan27.Cmdlets.Binding;

/// <summary>Which parameter a column is for: found once for each name, however many rows have it.</summary>
/// <param name="parameters">The parameters that a row may fill.</param>
internal sealed class ColumnNames(IReadOnlyList<ParameterMetadata> parameters)
{
    private readonly Dictionary<string, ParameterMetadata?> _found = new(StringComparer.Ordinal);

    public IReadOnlyList<ParameterMetadata> Parameters { get; } = parameters;

    public static IEnumerable<string> Of(ParameterMetadata parameter) => parameter.Aliases.Prepend(parameter.Name);

    public static bool IsFor(ParameterMetadata parameter, string column) => Of(parameter).Any(name => Spelling.IsSame(name, column));

    /// <summary>The first parameter that a column can be for; null for a column that nobody reads.</summary>
    public ParameterMetadata? Find(string column)
    {
        if (!_found.TryGetValue(column, out var parameter))
        {
            parameter = _found[column] = Parameters.FirstOrDefault(candidate => IsFor(candidate, column));
        }

        return parameter;
    }
}
