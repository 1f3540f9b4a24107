namespace Wan27.Engine.Providers.Fal;

/// <summary>fal.ai's words for the state of a request, and for what became of the wish to cancel one.</summary>
internal static class FalWords
{
    public const string InQueue = "IN_QUEUE";
    public const string InProgress = "IN_PROGRESS";

    /// <summary>The end, of a success and of a failure alike.</summary>
    public const string Completed = "COMPLETED";

    /// <summary>What a request is called here that fal.ai does not know.</summary>
    public const string NotFound = "NOT_FOUND";

    /// <summary>Removed from the queue.</summary>
    public const string CancelOk = "OK";

    /// <summary>The work was told to stop, and may end all the same.</summary>
    public const string CancelRequested = "CANCELLATION_REQUESTED";

    /// <summary>Too late.</summary>
    public const string CancelTooLate = "ALREADY_COMPLETED";
}
