using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Wan27.Engine.Contract;

/// <summary>The one table from provider codes to boundaries, categories and advice (contract section 8).</summary>
internal static partial class ErrorCatalogue
{
    private static readonly Lazy<ErrorFile> Table = new(Load);

    private static readonly Lazy<Dictionary<string, LocalErrorRow>> LocalRows = new(static () => Table.Value.Local.ToDictionary(static row => row.Id, StringComparer.Ordinal));

    /// <summary>
    /// The most specific row: code with message before code, code before family (<c>InvalidFile.*</c>), family before HTTP status.
    /// </summary>
    public static ErrorRow Find(string? code, string? message, int? httpStatus)
    {
        if (!string.IsNullOrEmpty(code))
        {
            var rows = Table.Value.Codes.Where(row => row.Names(code)).ToArray();
            var row = rows.FirstOrDefault(candidate => candidate.Message is { } part && message?.Contains(part, StringComparison.OrdinalIgnoreCase) == true)
                ?? rows.FirstOrDefault(static candidate => candidate.Message is null)
                ?? Table.Value.Codes.Where(candidate => candidate.IsFamilyOf(code)).MaxBy(static candidate => candidate.Code.Length);
            if (row is not null)
            {
                return row;
            }
        }

        var status = Table.Value.Statuses.FirstOrDefault(entry => entry.Status == httpStatus)
            ?? Table.Value.Statuses.First(entry => entry.Status == (httpStatus switch { >= 300 and < 400 => 399, >= 400 and < 500 => 499, _ => 599 }));
        return new ErrorRow(code ?? status.Id, status.Boundary, status.Category, status.Retry, status.Meaning, status.Action, Id: code ?? status.Id);
    }

    /// <summary>The category of an error, by the name that PowerShell has for it.</summary>
    public static string CategoryOf(WanError error)
    {
        // A local error may carry the provider's code as its cause; its id is its own.
        var row = error.Code is null && error.HttpStatus is null ? null : Find(error.Code, error.ProviderMessage, error.HttpStatus);
        return row?.ErrorId == error.ErrorId ? row.Category
            : LocalOf(error.ErrorId)?.Category ?? row?.Category ?? "NotSpecified";
    }

    public static IReadOnlyList<ErrorRow> Rows => Table.Value.Codes;

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

    /// <summary>A limit of the contract in the words: a number that the contract states is in its data only.</summary>
    [GeneratedRegex(@"\{([A-Za-z]+(?:\.[A-Za-z]+)+)\}")]
    private static partial Regex Limit();

    private static ErrorFile Load()
    {
        using var stream = typeof(ErrorCatalogue).Assembly.GetManifestResourceStream("errors.json")
            ?? throw new InvalidOperationException("The engine was built without its error table.");
        using var reader = new StreamReader(stream);
        var text = Limit().Replace(reader.ReadToEnd(), static match => ContractData.Current.Limit(match.Groups[1].Value).Value.ToString(CultureInfo.InvariantCulture));
        return JsonSerializer.Deserialize(text, ContractJson.Default.ErrorFile) ?? throw new InvalidDataException("The error table is empty.");
    }
}

internal sealed record ErrorFile(
    string Source, IReadOnlyList<ErrorRow> Codes, IReadOnlyList<StatusRow> Statuses, IReadOnlyList<StepRow> Steps, StepRow KeySource, IReadOnlyList<BoundaryRow> Boundaries, IReadOnlyList<LocalErrorRow> Local, IReadOnlyList<RetryRow> Retries);

/// <summary>A station of the search for a fault, in its order.</summary>
internal sealed record StepRow(string Name, string Check);

/// <summary>What an error of a boundary mostly comes from, and where the search begins.</summary>
internal sealed record BoundaryRow(string Boundary, string Step, string Cause, string Fix);

internal sealed record RetryRow(string Retry, string Meaning);

internal sealed record StatusRow(int Status, string Id, string Boundary, string Category, string Retry, string Meaning, string Action);

internal sealed record ErrorRow(
    string Code, string Boundary, string Category, string Retry, string Meaning, string Action, string? Id = null, string? Message = null, IReadOnlyList<string>? Aliases = null,
    IReadOnlyList<string>? AlsoUnder = null)
{
    public string ErrorId => $"Wan.{Boundary}.{string.Concat((Id ?? Code).Where(static c => char.IsLetterOrDigit(c) || c == '.'))}";

    /// <summary>True for the code itself, for the same word as the compatible mode writes it, and for wider codes under which the message also comes.</summary>
    public bool Names(string code)
        => string.Equals(Code, code, StringComparison.OrdinalIgnoreCase) || Aliases?.Contains(code, StringComparer.OrdinalIgnoreCase) == true
            || (Message is not null && AlsoUnder?.Contains(code, StringComparer.OrdinalIgnoreCase) == true);

    public bool IsFamilyOf(string code)
        => Code.EndsWith(".*", StringComparison.Ordinal) && code.StartsWith(Code[..^1], StringComparison.OrdinalIgnoreCase);
}
