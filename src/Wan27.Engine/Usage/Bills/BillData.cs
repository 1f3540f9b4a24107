using System.Text.Json;
using System.Text.Json.Serialization;

namespace Wan27.Engine.Usage.Bills;

/// <summary>What is known of bills: forms that are public, words for units, words for totals.</summary>
internal sealed record BillData(IReadOnlyList<BillForm> Forms, IReadOnlyList<BillUnit> Units, IReadOnlyList<string> Totals)
{
    private static readonly Lazy<BillData> Shared = new(static () =>
    {
        using var stream = typeof(BillData).Assembly.GetManifestResourceStream("bills.json") ?? throw new InvalidOperationException("The engine was built without its forms of bills.");
        return JsonSerializer.Deserialize(stream, BillJson.Default.BillData) ?? throw new InvalidDataException("The list of forms is empty.");
    });

    public static BillData Current => Shared.Value;

    /// <summary>The form whose columns a bill has; null for none.</summary>
    public BillForm? FormOf(IReadOnlyList<string> columns)
        => Forms.FirstOrDefault(form => form.Needs.All(need => columns.Contains(need, StringComparer.OrdinalIgnoreCase)));

    /// <summary>What a word for a unit means; null where it is not known.</summary>
    public BillUnit? UnitOf(string word) => Units.FirstOrDefault(unit => unit.Word.Equals(word, StringComparison.OrdinalIgnoreCase));

    /// <summary>True for a word that stands before a sum.</summary>
    public bool IsTotal(string? text) => text is not null && Totals.Contains(text.Trim().TrimEnd(':', '：').TrimEnd(), StringComparer.OrdinalIgnoreCase);
}

/// <summary>A form of bills that is public.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Source">Where it is written.</param>
/// <param name="Date">When somebody looked there.</param>
/// <param name="Needs">Columns that tell it from others.</param>
/// <param name="Columns">Its columns by field.</param>
/// <param name="Zone">The time zone of times without one, and of its days; null where it says none.</param>
/// <param name="Only">The lines that stand for use, where others stand among them.</param>
/// <param name="Note">What else is to be known.</param>
internal sealed record BillForm(string Name, string Source, string Date, IReadOnlyList<string> Needs, IReadOnlyDictionary<string, string> Columns, string? Zone = null, BillChoice? Only = null, string? Note = null);

/// <summary>A column, and the value that its lines must have.</summary>
internal sealed record BillChoice(string Column, string Value);

/// <summary>A word for a unit, and how many of the ledger's own it stands for.</summary>
internal sealed record BillUnit(string Word, string Unit, double Factor);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(BillData))]
internal sealed partial class BillJson : JsonSerializerContext;
