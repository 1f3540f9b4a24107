using System.Text.Json;

namespace Wan27.Engine.Contract;

/// <summary>What is no provider's: the errors that are found here, the boundaries, and the order of the search for a fault (contract section 8).</summary>
internal static class ErrorCatalogue
{
    private static readonly Lazy<ErrorFile> Table = new(Load);

    private static readonly Lazy<Dictionary<string, LocalErrorRow>> LocalRows = new(static () => Table.Value.Local.ToDictionary(static row => row.Id, StringComparer.Ordinal));

    public static IReadOnlyList<StepRow> Steps => Table.Value.Steps;

    /// <summary>Where the search begins for a key that could not even be read, before all other stations.</summary>
    public static StepRow KeySource => Table.Value.KeySource;

    public static BoundaryRow BoundaryOf(WanBoundary boundary) => Table.Value.Boundaries.First(row => row.Boundary == boundary.ToString());

    /// <summary>The errors that are found here.</summary>
    public static IReadOnlyList<LocalErrorRow> Local => Table.Value.Local;

    /// <summary>The row of an error that is found here; null for a provider's, and for one of another version of this module.</summary>
    public static LocalErrorRow? LocalOf(string errorId) => LocalRows.Value.GetValueOrDefault(errorId);

    /// <summary>A row's forms, its own or those of the row that it is like.</summary>
    public static IReadOnlyList<LocalErrorForm> FormsOf(LocalErrorRow row) => Whole(row).Forms ?? [];

    /// <summary>Whether what failed with a form may be tried again.</summary>
    public static WanRetry RetryOf(LocalErrorRow row, LocalErrorForm form) => Enum.Parse<WanRetry>(form.Retry ?? Whole(row).Retry);

    /// <summary>The same where the form is not known: the more careful of its forms' answers.</summary>
    public static WanRetry RetryOf(LocalErrorRow row) => FormsOf(row).Select(form => RetryOf(row, form)).DefaultIfEmpty().Max();

    /// <summary>What to do first about an error of which only the id is known; null where that depends on what it was about.</summary>
    public static string? FixOf(LocalErrorRow row) => FormsOf(row) is [{ Fix: { } fix }, ..] && !LocalErrors.HasHoles(fix) ? fix : null;

    private static LocalErrorRow Whole(LocalErrorRow row) => row.Like is { } like ? LocalRows.Value[like] : row;

    public static string MeaningOf(WanRetry retry) => Table.Value.Retries.First(row => row.Retry == retry.ToString()).Meaning;

    private static ErrorFile Load()
        => JsonSerializer.Deserialize(EmbeddedTable.Read("errors.json"), ContractJson.Default.ErrorFile) ?? throw new InvalidDataException("The error table is empty.");
}

internal sealed record ErrorFile(
    IReadOnlyList<StepRow> Steps, StepRow KeySource, IReadOnlyList<BoundaryRow> Boundaries, IReadOnlyList<LocalErrorRow> Local, IReadOnlyList<RetryRow> Retries);

/// <summary>A station of the search for a fault, in its order.</summary>
internal sealed record StepRow(string Name, string Check);

/// <summary>What an error of a boundary mostly comes from, and where the search begins.</summary>
internal sealed record BoundaryRow(string Boundary, string Step, string Cause, string Fix);

internal sealed record RetryRow(string Retry, string Meaning);
