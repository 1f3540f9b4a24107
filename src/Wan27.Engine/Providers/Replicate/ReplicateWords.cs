namespace Wan27.Engine.Providers.Replicate;

/// <summary>Replicate's words for the state of a prediction.</summary>
internal static class ReplicateWords
{
    public const string Starting = "starting";
    public const string Processing = "processing";
    public const string Succeeded = "succeeded";
    public const string Failed = "failed";

    /// <summary>Stopped while it ran.</summary>
    public const string Canceled = "canceled";

    /// <summary>Given up before it ran.</summary>
    public const string Aborted = "aborted";

    /// <summary>What a prediction is called here that Replicate does not know.</summary>
    public const string NotFound = "not found";

    /// <summary>Unknown words mean that the prediction is still under way: only the documented ends are ends.</summary>
    public static WanTaskState StateOf(string? word) => word switch
    {
        Succeeded => WanTaskState.Completed,
        Failed => WanTaskState.Failed,
        Canceled or Aborted => WanTaskState.Canceled,
        _ => WanTaskState.Polling,
    };

    public static bool IsKnown(string word) => word is Starting or Processing or Succeeded or Failed or Canceled or Aborted;
}
