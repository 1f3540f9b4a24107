namespace Wan27;

/// <summary>What is known of a task here; the provider's own word stays beside it in <see cref="WanTask.ProviderStatus"/>.</summary>
public enum WanTaskState : long
{
    /// <summary>The submit is under way; no answer has come yet.</summary>
    Submitting,

    /// <summary>The provider has accepted the task and returned its id.</summary>
    Submitted,

    /// <summary>The task has been asked for and is still waiting or running at the provider.</summary>
    Polling,

    /// <summary>Finished; the result still lies at the provider's temporary URL.</summary>
    Completed,

    /// <summary>Finished, and every result file is verified in the user's storage.</summary>
    Stored,

    /// <summary>The provider ended the task with an error. Failed tasks are not billed (contract section 10).</summary>
    Failed,

    /// <summary>Canceled while it was pending.</summary>
    Canceled,

    /// <summary>The task id or its result URLs are no longer known to the provider.</summary>
    Expired,

    /// <summary>The submit was cut off: the task may or may not exist, and is never sent again by itself.</summary>
    Indeterminate,
}
