using System.Management.Automation;
using Wan27.Engine.Contract;

namespace Wan27.Cmdlets.Output;

/// <summary>Typed errors as PowerShell shows them: id, category, target, what to do, and the bundle they happened under.</summary>
internal static class ErrorRecords
{
    public static ErrorRecord From(Exception exception, object? target)
    {
        if (exception is not WanException failed)
        {
            return new ErrorRecord(exception, "Wan.Service.Unexpected", ErrorCategory.NotSpecified, target);
        }

        var error = failed.Error;
        var where = Where(failed);
        return new ErrorRecord(failed, error.ErrorId, Category(error), target ?? failed.TaskId)
        {
            ErrorDetails = new ErrorDetails(where.Length == 0 ? Ended(error.Message) : $"{Ended(error.Message)} [{where}]") { RecommendedAction = error.RecommendedAction ?? string.Empty },
        };
    }

    private static string Where(WanException failed)
    {
        var bundle = failed.Bundle;
        string?[] parts =
        [
            bundle?.Profile is null ? null : $"profile {bundle.Profile}",
            bundle?.Route,
            bundle?.Model,
            bundle?.Region?.ToString(),
            bundle?.Endpoint,
            bundle?.KeySource is null ? null : $"key from {bundle.KeySource}",
            failed.TaskId is null ? null : $"task {failed.TaskId}",
        ];
        return string.Join(", ", parts.Where(static part => part is not null));
    }

    private static ErrorCategory Category(WanError error)
        => Enum.TryParse<ErrorCategory>(ErrorCatalogue.CategoryOf(error), out var category) ? category : ErrorCategory.NotSpecified;

    private static string Ended(string sentence) => sentence.TrimEnd();
}
