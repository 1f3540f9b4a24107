using System.Collections;
using System.Management.Automation;
using Wan27.Engine.Diagnosis;

namespace Wan27.Cmdlets.Binding;

/// <summary>What an error record of this module tells, whether it is alive or has travelled through another process.</summary>
internal sealed record ErrorFacts(WanError Error, WanBundle? Bundle, string? TaskId, string? Exchange = null)
{
    /// <summary>The facts of a record, an exception or a failed task; null when it is not one of this module.</summary>
    public static ErrorFacts? Of(object? input) => Unwrap.Value(input) switch
    {
        ErrorRecord record => OfException(record.Exception) ?? OfId(record.FullyQualifiedErrorId, record.ErrorDetails?.Message ?? record.Exception.Message, record.ErrorDetails?.RecommendedAction),
        Exception exception => OfException(exception),
        WanTask { Error: { } error } task => new ErrorFacts(error, task, task.TaskId),
        string id when id.Trim().StartsWith("Wan.", StringComparison.Ordinal) => OfId(id.Trim(), id.Trim(), null),
        _ when input is PSObject travelled => OfId(
            Text(travelled, "FullyQualifiedErrorId") ?? Text(travelled, nameof(WanError.ErrorId)),
            Text(travelled, "ErrorDetails_Message") ?? Text(travelled, "Exception") ?? Text(travelled, nameof(WanError.Message)) ?? travelled.ToString(),
            Text(travelled, "ErrorDetails_RecommendedAction")),
        _ => null,
    };

    /// <summary>The newest error of this module among a session's errors.</summary>
    public static ErrorFacts? Last(object? errors)
        => (Unwrap.Value(errors) as IEnumerable)?.Cast<object?>().Select(Of).FirstOrDefault(static facts => facts is not null);

    private static ErrorFacts? OfException(Exception? exception)
    {
        for (; exception is not null; exception = exception.InnerException)
        {
            if (exception is WanException own)
            {
                return new ErrorFacts(own.Error, own.Bundle, own.TaskId, own.Exchange);
            }
        }

        return null;
    }

    private static ErrorFacts? OfId(string? fullId, string message, string? action)
        => fullId is not null && ErrorExplainer.FromId(fullId.Split(',')[0], message, action) is { } error ? new ErrorFacts(error, null, null) : null;

    private static string? Text(PSObject source, string name) => source.Properties[name]?.Value?.ToString();
}
