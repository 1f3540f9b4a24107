using System.Globalization;

namespace Wan27.Engine.Contract;

/// <summary>The contract as one profile sees it: its limits and models overlaid by the profile's own.</summary>
internal sealed class ContractView(
    ContractData data, IReadOnlyDictionary<string, double>? overrides = null, IReadOnlyDictionary<string, string>? models = null, bool hasUploadStore = false)
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

        var source = Data.FindLimit(name)?.Source ?? Data.Values(name).Source;
        return IsOfficial || Data.OwnSourceOf(name) is not null || Data.File.Sources[source].Owner == "module"
            ? Data.Cite(source)
            : $"{Data.Own!.Provider.Owner} does not say; of the model itself: {Data.Cite(source)}";
    }

    /// <summary>True where the official contract applies.</summary>
    public bool IsOfficial => Data.Own is null;

    /// <summary>True where a limit is that of the profile's provider: the official contract's, its own, or the user's word.</summary>
    public bool Applies(string name) => IsOfficial || Data.OwnSourceOf(name) is not null || _overrides.ContainsKey(name);

    /// <summary>True where local files can be sent: the provider takes uploads, or the profile has a store for them.</summary>
    public bool TakesFiles => hasUploadStore || Data.Own?.Provider.TakesFiles != false;

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

        if (entry.Fixed is { } reason)
        {
            return $"The limit '{name}' cannot be set: {reason}.";
        }

        if (entry.CeilingSource is { } source && value > entry.Ceiling)
        {
            return $"The limit '{name}' can be raised to {LimitRange.Text(entry.Ceiling.Value)} at most: {data.Cite(source)} allows no more.";
        }

        // Not a number is in no range.
        return data.RangeOf(entry) is var range && range.Holds(value)
            ? null
            : $"The limit '{name}' is {LimitRange.Text(value)}; allowed is {range}. Left out, it is {Own(data, entry)}.";
    }

    private static string Own(ContractData data, LimitEntry entry)
        => $"{LimitRange.Text(entry.Value)}, {(data.File.Sources[entry.Source].Owner == "module" ? "this module's own policy" : $"a fact of the service ({data.Cite(entry.Source)})")}";
}
