using System.Globalization;

namespace Wan27.Engine.Contract;

/// <summary>The contract as one profile sees it: its limits and models overlaid by the profile's own.</summary>
internal sealed class ContractView(
    ContractData data, IReadOnlyDictionary<string, double>? overrides = null, IReadOnlyDictionary<string, string>? models = null)
{
    private readonly IReadOnlyDictionary<string, double> _overrides = overrides ?? new Dictionary<string, double>();

    public ContractData Data { get; } = data;

    public double Number(string name)
        => _overrides.TryGetValue(name, out var value) ? value : Data.Limit(name).Value;

    public int Integer(string name) => (int)Number(name);

    public TimeSpan Seconds(string name) => TimeSpan.FromSeconds(Number(name));

    public TimeSpan Hours(string name) => TimeSpan.FromHours(Number(name));

    /// <summary>The model that a route has when none is asked for.</summary>
    public string ModelOf(string route)
        => models is not null && models.TryGetValue(route, out var model) ? model : Data.DefaultModel(route).Id;

    public IReadOnlyList<string> Values(string name) => Data.Values(name).Values;

    /// <summary>Where a limit or list comes from, for a check's Source.</summary>
    public string Source(string name)
    {
        if (_overrides.ContainsKey(name))
        {
            return $"Limit of the profile (contract: {Data.Limit(name).Value.ToString(CultureInfo.InvariantCulture)}, {Data.Cite(Data.Limit(name).Source)})";
        }

        return Data.Cite(Data.FindLimit(name)?.Source ?? Data.Values(name).Source);
    }

    /// <summary>Says what is wrong with an override, or null when it can be used.</summary>
    public static string? Refuse(ContractData data, string name, double value)
    {
        if (data.FindLimit(name) is not { } entry)
        {
            var near = data.Limits.Select(static limit => limit.Name)
                .Where(candidate => candidate.Split('.')[0].Equals(name.Split('.')[0], StringComparison.OrdinalIgnoreCase))
                .OrderBy(static candidate => candidate, StringComparer.Ordinal)
                .ToArray();
            var hint = near.Length == 0 ? string.Empty : $" Limits of that group: {string.Join(", ", near)}.";
            return $"There is no contract limit named '{name}'.{hint}";
        }

        if (double.IsNaN(value) || double.IsInfinity(value) || value < 0)
        {
            return $"The limit '{name}' must be a number of zero or more.";
        }

        return entry.Ceiling is { } ceiling && value > ceiling
            ? string.Create(CultureInfo.InvariantCulture, $"The limit '{name}' can be raised to {ceiling} at most: {data.Cite(entry.CeilingSource ?? entry.Source)} allows no more.")
            : null;
    }
}
