using System.Management.Automation;
using Wan27.Engine.Contract;
using Wan27.Engine.Diagnosis;

namespace Wan27.Cmdlets.Output;

/// <summary>Typed errors as PowerShell shows them: id, category, target, what to do, and the bundle they happened under.</summary>
internal static class ErrorRecords
{
    /// <summary>How a message begins that is about one column of a row.</summary>
    public const string Column = "column ";

    /// <param name="exception">What went wrong.</param>
    /// <param name="target">What it points to.</param>
    /// <param name="place">Where it was given, such as the number of a row; null when that is plain.</param>
    /// <param name="engine">The version of the PowerShell that shows it; the running one when null.</param>
    public static ErrorRecord From(Exception exception, object? target, string? place = null, Version? engine = null)
    {
        if (exception is not WanException failed)
        {
            return new ErrorRecord(exception, ErrorIds.Unexpected, ErrorCategory.NotSpecified, target);
        }

        var error = failed.Error;
        var where = Where(failed);
        var said = Placed(place, Ended(error.Message));
        return new ErrorRecord(failed, error.ErrorId, Category(failed), IsTelling(error) ? target ?? failed.TaskId : null)
        {
            ErrorDetails = Details(where.Length == 0 ? said : $"{said} [{where}]", Advice.For(error.RecommendedAction, failed.Bundle?.Profile) ?? string.Empty, engine ?? EngineFeatures.Current),
        };
    }

    // Who does not see what to do cannot do it: where the view leaves it out, it stands in the message.
    private static ErrorDetails Details(string message, string action, Version engine)
        => new(action.Length == 0 || EngineFeatures.ShowsRecommendedAction(engine) ? message : $"{message} Recommendation: {action}") { RecommendedAction = action };

    /// <summary>False where the target would be a key that was typed in the wrong place.</summary>
    private static bool IsTelling(WanError error) => error.ErrorId != ErrorIds.KeyGivenAsName;

    /// <summary>A message that begins with the place it is about.</summary>
    public static string Placed(string? place, string message) => place is null ? message
        : message.StartsWith(Column, StringComparison.Ordinal) ? $"{place}, {message}"
        : $"{place}: {message}";

    private static string Where(WanException failed)
    {
        var bundle = failed.Bundle;
        string?[] parts =
        [
            bundle?.Profile is null ? null : $"profile {bundle.Profile}",
            ProviderEntry.Mark(bundle?.Provider, bundle?.Owner, bundle?.Contract),
            bundle?.Route,
            bundle?.Model,
            bundle?.Region?.ToString(),
            bundle?.Endpoint,
            bundle?.KeySource is null ? null : $"key from {bundle.KeySource}",
            failed.TaskId is null ? null : $"task {failed.TaskId}",
        ];
        return string.Join(", ", parts.Where(static part => part is not null));
    }

    private static ErrorCategory Category(WanException failed)
        => Enum.TryParse<ErrorCategory>(ErrorRows.CategoryOf(failed.Error, failed.Bundle), out var category) ? category : ErrorCategory.NotSpecified;

    private static string Ended(string sentence) => sentence.TrimEnd();
}
