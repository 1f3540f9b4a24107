namespace Wan27;

/// <summary>What becomes of a submit that was cut off, so that nobody knows whether a task was created and will be billed.</summary>
public enum WanOnAmbiguous : long
{
    /// <summary>The record ends with an error that names the candidates; nothing more is sent.</summary>
    Report,

    /// <summary>The one candidate at the provider becomes the task; with none or several of them it is reported.</summary>
    Adopt,

    /// <summary>The request is sent again, at the risk of being billed twice.</summary>
    Resubmit,
}
