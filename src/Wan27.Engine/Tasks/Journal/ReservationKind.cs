namespace Wan27.Engine.Tasks.Journal;

/// <summary>What a job key led to.</summary>
internal enum ReservationKind
{
    /// <summary>A new row: the submit may be made.</summary>
    New,

    /// <summary>The key stands for this very request already: nothing may be submitted.</summary>
    Existing,

    /// <summary>The key stands for another request: nothing may be submitted.</summary>
    Conflict,
}
