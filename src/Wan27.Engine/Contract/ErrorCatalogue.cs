using System.Text.Json;

namespace Wan27.Engine.Contract;

/// <summary>The one table from provider codes to boundaries, categories and advice (contract section 8).</summary>
internal static class ErrorCatalogue
{
    private static readonly Lazy<ErrorFile> Table = new(Load);

    /// <summary>
    /// The most specific row: code with message before code, code before family (<c>InvalidFile.*</c>), family before HTTP status.
    /// </summary>
    public static ErrorRow Find(string? code, string? message, int? httpStatus)
    {
        if (!string.IsNullOrEmpty(code))
        {
            var rows = Table.Value.Codes.Where(row => string.Equals(row.Code, code, StringComparison.OrdinalIgnoreCase)).ToArray();
            var row = rows.FirstOrDefault(candidate => candidate.Message is { } part && message?.Contains(part, StringComparison.OrdinalIgnoreCase) == true)
                ?? rows.FirstOrDefault(static candidate => candidate.Message is null)
                ?? Table.Value.Codes.Where(candidate => candidate.IsFamilyOf(code)).MaxBy(static candidate => candidate.Code.Length);
            if (row is not null)
            {
                return row;
            }
        }

        var status = Table.Value.Statuses.FirstOrDefault(entry => entry.Status == httpStatus)
            ?? Table.Value.Statuses.First(entry => entry.Status == (httpStatus is >= 400 and < 500 ? 499 : 599));
        return new ErrorRow(code ?? status.Id, status.Boundary, status.Category, status.Retry, status.Meaning, status.Action, Id: code ?? status.Id);
    }

    /// <summary>The category of an error, by the name that PowerShell has for it.</summary>
    public static string CategoryOf(WanError error)
        => error.Code is not null || error.HttpStatus is not null
            ? Find(error.Code, error.ProviderMessage, error.HttpStatus).Category
            : error.Boundary switch
            {
                WanBoundary.Route or WanBoundary.Region => "InvalidArgument",
                WanBoundary.Key => "AuthenticationError",
                WanBoundary.Async => "OperationTimeout",
                WanBoundary.Media => "InvalidData",
                WanBoundary.Storage => "WriteError",
                WanBoundary.Quota => "LimitsExceeded",
                WanBoundary.Content or WanBoundary.Billing => "PermissionDenied",
                _ => "ConnectionError",
            };

    public static IReadOnlyList<ErrorRow> Rows => Table.Value.Codes;

    public static IReadOnlyList<StepRow> Steps => Table.Value.Steps;

    public static BoundaryRow BoundaryOf(WanBoundary boundary) => Table.Value.Boundaries.First(row => row.Boundary == boundary.ToString());

    public static string MeaningOf(WanRetry retry) => Table.Value.Retries.First(row => row.Retry == retry.ToString()).Meaning;

    private static ErrorFile Load()
    {
        using var stream = typeof(ErrorCatalogue).Assembly.GetManifestResourceStream("errors.json")
            ?? throw new InvalidOperationException("The engine was built without its error table.");
        return JsonSerializer.Deserialize(stream, ContractJson.Default.ErrorFile) ?? throw new InvalidDataException("The error table is empty.");
    }
}

internal sealed record ErrorFile(
    string Source, IReadOnlyList<ErrorRow> Codes, IReadOnlyList<StatusRow> Statuses, IReadOnlyList<StepRow> Steps, IReadOnlyList<BoundaryRow> Boundaries, IReadOnlyList<RetryRow> Retries);

/// <summary>A station of the search for a fault, in its order.</summary>
internal sealed record StepRow(string Name, string Check);

/// <summary>What an error of a boundary mostly comes from, and where the search begins.</summary>
internal sealed record BoundaryRow(string Boundary, string Step, string Cause, string Fix);

internal sealed record RetryRow(string Retry, string Meaning);

internal sealed record StatusRow(int Status, string Id, string Boundary, string Category, string Retry, string Meaning, string Action);

internal sealed record ErrorRow(
    string Code, string Boundary, string Category, string Retry, string Meaning, string Action, string? Id = null, string? Message = null)
{
    public string ErrorId => $"Wan.{Boundary}.{string.Concat((Id ?? Code).Where(static c => char.IsLetterOrDigit(c) || c == '.'))}";

    public bool IsFamilyOf(string code)
        => Code.EndsWith(".*", StringComparison.Ordinal) && code.StartsWith(Code[..^1], StringComparison.OrdinalIgnoreCase);
}
