namespace Wan27.Engine.Providers.WaveSpeed;

/// <summary>WaveSpeed's words for the state of a prediction: four of its pages, three more of its own client.</summary>
internal static class WaveSpeedWords
{
    public const string Created = "created";
    public const string Processing = "processing";
    public const string Completed = "completed";
    public const string Failed = "failed";
    public const string Canceled = "cancelled";
    public const string TimedOut = "timeout";

    /// <summary>Ended, whichever way, and then removed.</summary>
    public const string Deleted = "deleted";

    /// <summary>What a prediction is called here that WaveSpeed does not know.</summary>
    public const string NotFound = "not found";
}
