namespace Wan27.Help;

/// <summary>How a parameter set uses a parameter.</summary>
/// <param name="Set">Name of the set; null for all sets.</param>
/// <param name="Mandatory">True when it must be given.</param>
/// <param name="Position">Position from 0; null for a named parameter.</param>
/// <param name="FromPipeline">True when it takes the piped object.</param>
/// <param name="FromProperty">True when it takes the piped object's property of the same name.</param>
internal sealed record ParameterUse(string? Set, bool Mandatory, int? Position, bool FromPipeline, bool FromProperty)
{
    /// <summary>The position as help shows it.</summary>
    public string PositionText => Position?.ToString(System.Globalization.CultureInfo.InvariantCulture) ?? "named";

    /// <summary>The pipeline input as help shows it.</summary>
    public string PipelineText => (FromPipeline, FromProperty) switch
    {
        (true, true) => "True (ByValue, ByPropertyName)",
        (true, false) => "True (ByValue)",
        (false, true) => "True (ByPropertyName)",
        _ => "False",
    };
}
