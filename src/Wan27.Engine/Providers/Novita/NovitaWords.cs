namespace Wan27.Engine.Providers.Novita;

/// <summary>Novita's words for the state of a task, and the reasons that are read as well as shown.</summary>
internal static class NovitaWords
{
    public const string Queued = "TASK_STATUS_QUEUED";
    public const string Processing = "TASK_STATUS_PROCESSING";
    public const string Succeeded = "TASK_STATUS_SUCCEED";
    public const string Failed = "TASK_STATUS_FAILED";

    /// <summary>Of the clients, and not of the documentation. One who asked for it is not known: there is no call that cancels.</summary>
    public const string Canceled = "TASK_STATUS_CANCELLED";

    public const string TaskNotFound = "TASK_NOT_FOUND";
    public const string TaskFailed = "TASK_FAILED";
    public const string RateLimited = "RATE_LIMIT_EXCEEDED";
    public const string NoKey = "MISSING_API_KEY";
}
