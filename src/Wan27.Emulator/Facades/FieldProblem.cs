using System.Text.Json;

namespace Wan27.Emulator.Facades;

/// <summary>What is wrong with one field.</summary>
/// <param name="Field">Its name.</param>
/// <param name="Flaw">In which way.</param>
/// <param name="Rule">What the page says of it; null where the page does not know it.</param>
/// <param name="Value">What came; null where nothing came.</param>
internal sealed record FieldProblem(string Field, FieldFlaw Flaw, FieldRule? Rule, JsonElement? Value);

/// <summary>The ways in which a field can be wrong.</summary>
internal enum FieldFlaw
{
    Unknown,
    Missing,
    Type,
    Range,
    Word,
    TooLong,
    Count,
}
