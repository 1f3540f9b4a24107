using System.Text.Json;
using Wan27.Engine.Records;

namespace Wan27.Engine.Contract;

/// <summary>One provider's table from its codes and statuses to boundaries, categories and advice, and the errors that are told by it.</summary>
internal sealed class ProviderErrors
{
    // More than any documented code, id or message has; an endpoint that sends more is none of the service's.
    private const int LongestName = 256;
    private const int LongestMessage = 4000;

    private readonly ProviderErrorFile _table;

    private ProviderErrors(string provider, ProviderErrorFile table) => (Provider, _table) = (provider, table);

    /// <summary>Whose codes these are, as profiles have the name.</summary>
    public string Provider { get; }

    public IReadOnlyList<ErrorRow> Rows => _table.Codes;

    public IReadOnlyList<StatusRow> Statuses => _table.Statuses;

    /// <summary>The table in the folder of a provider.</summary>
    public static ProviderErrors Load(string provider) => Parse(provider, EmbeddedTable.Read($"errors.{provider}.json"));

    public static ProviderErrors Parse(string provider, string json)
        => new(provider, JsonSerializer.Deserialize(json, ContractJson.Default.ProviderErrorFile) ?? throw new InvalidDataException($"The error table of {provider} is empty."));

    /// <summary>
    /// The most specific row: code with message before code, code before family (<c>InvalidFile.*</c>), family before HTTP status.
    /// </summary>
    public ErrorRow Find(string? code, string? message, int? httpStatus)
    {
        if (!string.IsNullOrEmpty(code))
        {
            var rows = _table.Codes.Where(row => row.Names(code)).ToArray();
            var row = rows.FirstOrDefault(candidate => candidate.Message is { } part && message?.Contains(part, StringComparison.OrdinalIgnoreCase) == true)
                ?? rows.FirstOrDefault(static candidate => candidate.Message is null)
                ?? _table.Codes.Where(candidate => candidate.IsFamilyOf(code)).MaxBy(static candidate => candidate.Code.Length);
            if (row is not null)
            {
                return row;
            }
        }

        var status = _table.Statuses.FirstOrDefault(entry => entry.Status == httpStatus)
            ?? _table.Statuses.First(entry => entry.Status == (httpStatus switch { >= 300 and < 400 => 399, >= 400 and < 500 => 499, _ => 599 }));
        return new ErrorRow(code ?? status.Id, status.Boundary, status.Category, status.Retry, status.Meaning, status.Action, Id: code ?? status.Id);
    }

    /// <summary>The typed error of an answer.</summary>
    public WanError Of(string? code, string? message, string? requestId, int? httpStatus)
    {
        // Some services quote the key that they refuse.
        message = Cut(message, LongestMessage) is { } quoted ? RecordGuard.Clean(ServerText.Prose(quoted)) : null;
        code = Cut(code, LongestName) is { } name ? KnownSecrets.Erase(ServerText.Line(name)) : null;
        requestId = Cut(requestId, LongestName) is { } id ? KnownSecrets.Erase(ServerText.Line(id)) : null;
        var row = Find(code, message, httpStatus);
        var said = string.IsNullOrWhiteSpace(message) ? string.Empty : $" The provider says: {message}";
        return new WanError
        {
            ErrorId = row.ErrorId,
            Boundary = Enum.Parse<WanBoundary>(row.Boundary),
            Retry = Enum.Parse<WanRetry>(row.Retry),
            Message = $"{row.Meaning}{said} (code {code ?? "none"}, request {requestId ?? "unknown"})",
            RecommendedAction = row.Action,
            Provider = Provider,
            Code = code,
            ProviderMessage = message,
            RequestId = requestId,
            HttpStatus = httpStatus,
        };
    }

    /// <summary>A task that ended as failed; the provider may give neither code nor message.</summary>
    /// <param name="code">Its code; null where it gives none.</param>
    /// <param name="message">What it says; null where it says nothing.</param>
    /// <param name="requestId">Id of the answer.</param>
    /// <param name="httpStatus">The status that the work itself ended with, where the provider repeats it; null where there is none.</param>
    public WanError OfFailedTask(string? code, string? message, string? requestId, int? httpStatus = null)
        => code is not null || message is not null
            ? Settled(Of(code ?? (httpStatus is null ? "TaskFailed" : null), message, requestId, httpStatus))
            : ServiceErrors.TaskFailed(requestId ?? "unknown").Error with { Provider = Provider, RequestId = requestId };

    /// <summary>What leaves a submit open leaves nothing open once it is the end of a task, which is not billed.</summary>
    private static WanError Settled(WanError error)
        => error.Retry == WanRetry.Ambiguous
            ? error with { Retry = WanRetry.Once, RecommendedAction = "Submit it again if it is still wanted: a failed task is not billed." }
            : error;

    private static string? Cut(string? text, int longest) => text is null || text.Length <= longest ? text : text[..longest] + "...";
}
