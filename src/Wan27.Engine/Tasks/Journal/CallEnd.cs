namespace Wan27.Engine.Tasks.Journal;

/// <summary>How a call that makes pictures without a task has ended.</summary>
/// <param name="State">Whether it is billed.</param>
/// <param name="Units">The pictures that came; null where none did.</param>
/// <param name="RequestId">The provider's request id.</param>
internal sealed record CallEnd(LedgerState State, double? Units = null, string? RequestId = null)
{
    /// <summary>Nothing was created.</summary>
    public static CallEnd Refused { get; } = new(LedgerState.Free, 0);

    /// <summary>The answer was lost: the pictures may have been made.</summary>
    public static CallEnd Lost { get; } = new(LedgerState.Unclear);
}
