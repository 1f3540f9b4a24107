using System.Globalization;

namespace Wan27;

/// <summary>A price that the account's own endpoint publishes, and what became of it in the list (contract section 1.4).</summary>
public sealed record WanPriceUpdate : WanBundle
{
    /// <summary>The list's file.</summary>
    public required string Path { get; init; }

    /// <summary>What became of it.</summary>
    public WanPriceChange Change { get; init; }

    /// <summary>Output tier of clips; absent for a price of all.</summary>
    public string? Tier { get; init; }

    /// <summary><c>second</c> or <c>picture</c>; absent where it was not read.</summary>
    public string? Unit { get; init; }

    /// <summary>For one unit; absent where it was not read.</summary>
    public decimal? Amount { get; init; }

    /// <summary>Code of ISO 4217; absent where it was not read.</summary>
    public string? Currency { get; init; }

    /// <summary>What stands at the endpoint.</summary>
    public string? Written { get; init; }

    /// <summary>Why it was not read, or was kept out.</summary>
    public string? Reason { get; init; }

    /// <summary>The address that was asked.</summary>
    public required string Source { get; init; }

    /// <inheritdoc/>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Change}: {Model}{(Tier is null ? string.Empty : $", {Tier}")}{(Amount is null ? string.Empty : $", {Amount} {Currency} a {Unit}")}{(Reason is null ? string.Empty : $" ({Reason})")}");
}
