using Wan27.Engine.Records;

namespace Wan27.Engine.Contract;

/// <summary>Builds typed errors: from what a provider answered, or from what was found here.</summary>
internal static class ErrorFactory
{
    public static WanError FromProvider(string? code, string? message, string? requestId, int? httpStatus)
    {
        // Some services quote the key that they refuse.
        message = message is null ? null : RecordGuard.Clean(message);
        var row = ErrorCatalogue.Find(code, message, httpStatus);
        var said = string.IsNullOrWhiteSpace(message) ? string.Empty : $" The provider says: {Printable(message)}";
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
            ? FromProvider(code ?? "TaskFailed", message, requestId, null)
            : new WanError
            {
                ErrorId = "Wan.Service.TaskFailed",
                Boundary = WanBoundary.Service,
                Retry = WanRetry.Never,
                Message = $"The provider ended the task as failed and gave no reason (request {requestId ?? "unknown"}).",
                RecommendedAction = "Check the media against the route's rules; a failed task is not billed, so a new submit is your decision.",
                RequestId = requestId,
            };

    public static WanException Local(WanBoundary boundary, string code, string message, string? action = null, WanRetry retry = WanRetry.Never, Exception? inner = null)
        => new(
            new WanError { ErrorId = $"Wan.{boundary}.{code}", Boundary = boundary, Message = message, RecommendedAction = action, Retry = retry },
            inner);

    /// <summary>Server text without control characters, so that it cannot steer a terminal.</summary>
    public static string Printable(string text)
        => string.Concat(text.Where(static c => !char.IsControl(c) || c is '\n' or '\t'));
}
