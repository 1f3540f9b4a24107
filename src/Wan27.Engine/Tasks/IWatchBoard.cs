using Wan27.Engine.Tasks.Journal;

namespace Wan27.Engine.Tasks;

/// <summary>
/// Where the runners of a fleet agree who looks at which task, so that N of them that wait for the same tasks cost the query budget of one, and
/// hear from each other what was seen.
/// </summary>
internal interface IWatchBoard
{
    /// <summary>Rests between two looks; ends early when another runner has seen the task in a new state.</summary>
    Task RestAsync(string localId, TimeSpan rest, CancellationToken ct);

    /// <summary>Asks whether to look at a task now.</summary>
    /// <param name="localId">Its row.</param>
    /// <param name="known">The state that the asker knows.</param>
    /// <param name="pace">From one look at it to the next, whoever looks.</param>
    /// <param name="ct">Stops.</param>
    Task<LookTurn> TakeAsync(string localId, WanTaskState known, TimeSpan pace, CancellationToken ct);
}

/// <summary>Whose turn it is to look at a task.</summary>
/// <param name="IsOurs">Nobody has looked within the pace, and nobody else will now.</param>
/// <param name="DueIn">Otherwise, when to ask again.</param>
/// <param name="News">The row, where its state is another one than the asker knew.</param>
internal readonly record struct LookTurn(bool IsOurs, TimeSpan DueIn, JournalEntry? News);
