namespace Wan27;

/// <summary>Every error that this module raises on purpose. <see cref="Error"/> holds the typed facts.</summary>
public sealed class WanException : Exception
{
    /// <summary>Creates an exception for a typed error.</summary>
    /// <param name="error">The facts.</param>
    /// <param name="inner">What caused it, if another exception did.</param>
    public WanException(WanError error, Exception? inner = null)
        : base((error ?? throw new ArgumentNullException(nameof(error))).Message, inner)
        => Error = error;

    /// <summary>The typed facts of this error.</summary>
    public WanError Error { get; }

    /// <summary>The bundle that the failed operation ran under, where one was resolved.</summary>
    public WanBundle? Bundle { get; init; }

    /// <summary>The task concerned, where there is one.</summary>
    public string? TaskId { get; init; }

    /// <summary>
    /// The request and its answer, where one led to this error: without authorization, signatures and policies, embedded media shortened.
    /// </summary>
    public string? Exchange { get; init; }

    /// <summary>The preflight checks that failed, when the error is a refused input.</summary>
    public IReadOnlyList<WanCheck> Checks { get; init; } = [];
}
