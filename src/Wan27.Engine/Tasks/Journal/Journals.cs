using System.Collections.Concurrent;
using Wan27.Engine.Profiles;
using Wan27.Engine.Tasks.Journal.Postgres;

namespace Wan27.Engine.Tasks.Journal;

/// <summary>The journals of a process: the one in use, and the local one beside it. Npgsql is loaded only when a shared one is in use.</summary>
/// <param name="stateFolder">Where the local one lies.</param>
/// <param name="settingsFolder">Where the choice lies.</param>
/// <param name="time">The clock.</param>
internal sealed class Journals(Func<string> stateFolder, Func<string> settingsFolder, JournalTime time)
{
    /// <summary>A look for the tab key takes no longer than a blink, however much is kept.</summary>
    private const int NewestOffered = 10_000;

    private readonly ConcurrentDictionary<string, Lazy<SqliteTaskJournal>> _local = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, Lazy<SharedJournal>> _shared = new(StringComparer.Ordinal);

    /// <summary>Which one is in use; a process whose settings change has one for each.</summary>
    public JournalChoice Choice => JournalChoice.Current(settingsFolder());

    /// <summary>The one in use.</summary>
    public ITaskJournal Current => For(null);

    /// <summary>The one in use.</summary>
    /// <param name="tell">Takes what the user must know of it.</param>
    public ITaskJournal For(Action<string>? tell) => Shared?.Journal(tell) ?? Local;

    /// <summary>The one in use where machines share it.</summary>
    public SharedJournal? Shared => SharedOf(Choice, readSecret: null);

    /// <summary>The local one.</summary>
    public SqliteTaskJournal Local => LocalOf(stateFolder());

    /// <summary>Reads the connection text while somebody may be asked for it.</summary>
    public void Prepare(Func<KeySource, string?>? readSecret)
    {
        if (Choice is { Connection: not null } choice)
        {
            SharedOf(choice, readSecret);
        }
    }

    /// <summary>The tasks that the job keys of a profile, or one of them, stand for at present, as far as a look that leaves no trace can tell.</summary>
    public IReadOnlyDictionary<string, WanTask> Held(string profile, string? key) => Shared is { } shared ? shared.Held(profile, key) : JournalGlance.Held(stateFolder(), profile, key);

    /// <summary>The newest tasks, by such a look.</summary>
    public IReadOnlyList<WanTask> Newest(Func<WanTask, bool> wanted, int most)
    {
        try
        {
            return Shared is { } shared ? shared.Newest(wanted, most) : JournalGlance.Newest(stateFolder(), wanted, most, NewestOffered);
        }
        catch (WanException)
        {
            // What says which journal to read cannot be used: an error for a command, and nothing to offer here.
            return [];
        }
    }

    /// <summary>The process ends: a copy of a local journal's file shall hold everything.</summary>
    public void FoldIn()
    {
        foreach (var journal in _local.Values.Where(static journal => journal.IsValueCreated))
        {
            journal.Value.FoldIn();
        }
    }

    private SqliteTaskJournal LocalOf(string folder) => _local.GetOrAdd(folder, path => new Lazy<SqliteTaskJournal>(() => new SqliteTaskJournal(path, time))).Value;

    private SharedJournal? SharedOf(JournalChoice choice, Func<KeySource, string?>? readSecret)
        => choice.Connection is not { } source ? null
            : _shared.GetOrAdd($"{stateFolder()}\n{choice.Text(readSecret)}", _ => new Lazy<SharedJournal>(() => new SharedJournal(choice.Text(readSecret), source.ToString(), stateFolder(), time))).Value;
}
