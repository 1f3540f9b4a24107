using Wan27.Engine.Records;

namespace Wan27.Engine.Contract;

/// <summary>Builds typed errors from what a provider answered.</summary>
internal static class ErrorFactory
{
    // More than any documented code, id or message has; an endpoint that sends more is none of the service's.
    private const int LongestName = 256;
    private const int LongestMessage = 4000;

    public static WanError FromProvider(string? code, string? message, string? requestId, int? httpStatus)
    {
        // Some services quote the key that they refuse.
        message = Cut(message, LongestMessage) is { } quoted ? RecordGuard.Clean(ServerText.Prose(quoted)) : null;
        code = Cut(code, LongestName) is { } name ? KnownSecrets.Erase(ServerText.Line(name)) : null;
        requestId = Cut(requestId, LongestName) is { } id ? KnownSecrets.Erase(ServerText.Line(id)) : null;
        var row = ErrorCatalogue.Find(code, message, httpStatus);
        var said = string.IsNullOrWhiteSpace(message) ? string.Empty : $" The provider says: {message}";
        return new WanError
        {
            ErrorId = row.ErrorId,
            Boundary = Enum.Parse<WanBoundary>(row.Boundary),
            Retry = Enum.Parse<WanRetry>(row.Retry),
            Message = $"{row.Meaning}{said} (code {code ?? "none"}, request {requestId ?? "unknown"})",
            RecommendedAction = row.Action,
            Code = code,
            ProviderMessage = message,
            RequestId = requestId,
            HttpStatus = httpStatus,
        };
    }

    /// <summary>A task that ended as failed; the provider may give neither code nor message.</summary>
    public static WanError TaskFailed(string? code, string? message, string? requestId)
        => code is not null || message is not null
            ? Settled(FromProvider(code ?? "TaskFailed", message, requestId, null))
            : ServiceErrors.TaskFailed(requestId ?? "unknown").Error with { RequestId = requestId };

    /// <summary>What leaves a submit open leaves nothing open once it is the end of a task, which is not billed.</summary>
    private static WanError Settled(WanError error)
        => error.Retry == WanRetry.Ambiguous
            ? error with { Retry = WanRetry.Once, RecommendedAction = "Submit it again if it is still wanted: a failed task is not billed." }
            : error;

    private static string? Cut(string? text, int longest) => text is null || text.Length <= longest ? text : text[..longest] + "...";
}
