namespace Wan27;

/// <summary>Whether and how an operation that ended in an error may be tried again.</summary>
public enum WanRetry : long
{
    /// <summary>The same request will fail again.</summary>
    Never,

    /// <summary>Refused before anything was created: safe to repeat after a pause.</summary>
    Safe,

    /// <summary>Worth one more try when the cause is known to have passed.</summary>
    Once,

    /// <summary>The request may have taken effect and be billed: look first, never repeat blindly.</summary>
    Ambiguous,
}
