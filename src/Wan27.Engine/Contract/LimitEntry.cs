namespace Wan27.Engine.Contract;

/// <summary>A number of the contract. A profile may override it, up to <c>Ceiling</c> where there is one.</summary>
internal sealed record LimitEntry(
    string Name, double Value, string Unit, string Source, string? Note = null, double? Ceiling = null, string? CeilingSource = null)
{
    public int AsInteger => (int)Value;
}

/// <summary>A closed list of values, with the service's default where it has one.</summary>
internal sealed record ValuesEntry(string Name, IReadOnlyList<string> Values, string Source, string? Default = null, string? Note = null);
