using Wan27.Engine.Profiles;
using Wan27.Engine.Tasks.Journal;

namespace Wan27.Engine;

/// <summary>The journal in use as the cmdlets see it: which one, how it is, and how to change to another.</summary>
internal sealed class JournalFace(JournalDesk desk)
{
    /// <summary>Sets the place of the connection text of a shared journal, or goes back to the local one with null.</summary>
    public void Set(KeySource? connection) => desk.Set(connection);

    /// <summary>What is in use, without asking it anything.</summary>
    /// <param name="readSecret">Reads the connection text from a vault; called here and never later.</param>
    public WanJournal Describe(Func<KeySource, string?> readSecret) => desk.Describe(readSecret);

    /// <summary>The same with what it answers.</summary>
    public Task<WanJournal> LookAsync(WanJournal described, CancellationToken ct) => desk.LookAsync(described, ct);

    /// <summary>The checks, each as soon as it is done.</summary>
    public IAsyncEnumerable<WanJournalCheck> TestAsync() => desk.TestAsync();

    /// <summary>How many rows the local journal has that have not come to their end.</summary>
    public int UnfinishedLocal => desk.UnfinishedLocal();

    /// <summary>Puts the rows of the local journal into the shared one, each once.</summary>
    public Task<WanJournalCopy> CopyAsync(Action<int, int> progress, CancellationToken ct) => desk.CopyAsync(progress, ct);
}
