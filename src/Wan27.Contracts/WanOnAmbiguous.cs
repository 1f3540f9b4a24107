namespace Wan27;

/// <summary>What becomes of a submit that was cut off, so that nobody knows whether a task was created and will be billed.</summary>
public enum WanOnAmbiguous : long
{
    /// <summary>
    /// The record goes on as a task in state Indeterminate, and Wait-WanTask follows its candidates until one is proven to be its own, or
    /// all are excluded. Where the provider's answers carry no evidence, it is reported.
    /// </summary>
    Prove,

    /// <summary>The record ends with an error that names the candidates; nothing more is sent.</summary>
    Report,

    /// <summary>As Prove; and a single candidate of which nothing more can be learnt, and against which nothing speaks, becomes the task.</summary>
    Adopt,

    /// <summary>The request is sent again, at the risk of being billed twice, unless a task is proven to be its own.</summary>
    Resubmit,
}
