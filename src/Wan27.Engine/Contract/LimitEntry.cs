namespace Wan27.Engine.Contract;

/// <summary>A number of the contract, which a profile may override within its range.</summary>
/// <param name="Name">Its name, by which -Limit sets it.</param>
/// <param name="Value">The contract's own value.</param>
/// <param name="Unit">One of the contract's units.</param>
/// <param name="Source">Where it comes from; the source says whether it is the service's fact or this module's policy.</param>
/// <param name="Note">What else is to be known of it.</param>
/// <param name="Floor">The least that a profile may set; the unit's when null.</param>
/// <param name="Ceiling">The most that a profile may set; the unit's when null.</param>
/// <param name="CeilingSource">Who allows no more, where that is not this module.</param>
/// <param name="Fixed">Why no profile can set it; null when one can.</param>
internal sealed record LimitEntry(
    string Name, double Value, string Unit, string Source, string? Note = null, double? Floor = null, double? Ceiling = null, string? CeilingSource = null, string? Fixed = null)
{
    public int AsInteger => (int)Value;
}

/// <summary>A closed list of values, with the service's default where it has one.</summary>
internal sealed record ValuesEntry(string Name, IReadOnlyList<string> Values, string Source, string? Default = null, string? Note = null);
