using Wan27.Engine.Contract;
using Wan27.Engine.Providers;
using Wan27.Engine.Records;

namespace Wan27.Engine.Diagnosis;

/// <summary>Explains an error from the error table alone: nothing is asked, nothing is sent.</summary>
internal static class ErrorExplainer
{
    private const string StartHere = "  <- begin here";

    public static WanErrorExplanation Explain(WanError error, WanBundle? bundle, string? taskId)
    {
        var boundary = ErrorCatalogue.BoundaryOf(error.Boundary);

        // A refused submit has the error of the refusal; an indeterminate one has its own id, and the provider's code only as its cause.
        var row = ErrorRows.Of(error, bundle);

        var local = row is null ? ErrorCatalogue.LocalOf(error.ErrorId) : null;

        // A key that nobody could read says nothing about its region.
        var isUnread = row is null && error is { Boundary: WanBoundary.Key, Code: null, HttpStatus: null };
        var steps = isUnread ? ErrorCatalogue.Steps.Prepend(ErrorCatalogue.KeySource) : ErrorCatalogue.Steps;
        var begin = isUnread ? ErrorCatalogue.KeySource.Name : boundary.Step;
        return new WanErrorExplanation
        {
            ErrorId = error.ErrorId,
            Boundary = error.Boundary,
            Symptom = error.Message,
            LikelyCause = row?.Meaning ?? local?.Cause ?? boundary.Cause,
            FirstFix = Advice.For(error.RecommendedAction is { Length: > 0 } action ? action : row?.Action ?? (local is null ? null : ErrorCatalogue.FixOf(local)) ?? boundary.Fix, bundle?.Profile)!,
            CheckOrder = [.. steps.Select((step, position) => $"{position + 1}. {step.Name}: {step.Check}{(step.Name == begin ? StartHere : string.Empty)}")],
            Retry = error.Retry,
            RetryAdvice = ErrorCatalogue.MeaningOf(error.Retry),
            Code = error.Code,
            ProviderMessage = error.ProviderMessage is { } said ? RecordGuard.Clean(ServerText.Prose(said)) : null,
            RequestId = error.RequestId,
            HttpStatus = error.HttpStatus,
            TaskId = taskId,
        }.Under(bundle);
    }

    private static (string? Provider, ErrorRow? Row) RowOf(string errorId)
        => ProviderRegistry.All.Select(kind => ((string?)kind.Name, kind.Errors.Rows.FirstOrDefault(known => known.ErrorId == errorId))).FirstOrDefault(static found => found.Item2 is not null);

    /// <summary>An error of which only the id and the words are left, as after a trip through another process.</summary>
    public static WanError? FromId(string errorId, string message, string? action)
    {
        var parts = errorId.Split('.', 3);
        if (parts.Length != 3 || parts[0] != "Wan" || !Enum.TryParse<WanBoundary>(parts[1], out var boundary))
        {
            return null;
        }

        var local = ErrorCatalogue.LocalOf(errorId);
        var (provider, row) = local is null ? RowOf(errorId) : default;
        return new WanError
        {
            ErrorId = errorId,
            Boundary = boundary,
            Message = message,
            RecommendedAction = action,
            Provider = provider,
            Retry = local is not null ? ErrorCatalogue.RetryOf(local) : row is null ? WanRetry.Never : Enum.Parse<WanRetry>(row.Retry),
        };
    }
}
