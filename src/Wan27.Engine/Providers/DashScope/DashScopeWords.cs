namespace Wan27.Engine.Providers.DashScope;

/// <summary>The service's words for the state of a task (contract section 6.1).</summary>
internal static class DashScopeWords
{
    public const string Pending = "PENDING";
    public const string Failed = "FAILED";

    /// <summary>An id that is older than ids live, or was never known.</summary>
    public const string Unknown = "UNKNOWN";

    /// <summary>Unknown words mean that the task is still under way: only the documented ends are ends.</summary>
    public static WanTaskState StateOf(string? status) => status switch
    {
        "SUCCEEDED" => WanTaskState.Completed,
        Failed => WanTaskState.Failed,
        "CANCELED" => WanTaskState.Canceled,
        Unknown => WanTaskState.Expired,
        _ => WanTaskState.Polling,
    };
}
