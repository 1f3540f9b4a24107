using System.Globalization;
using System.Runtime.CompilerServices;
using Wan27.Engine.Contract;
using Wan27.Engine.Profiles;
using Wan27.Engine.Tasks.Journal.Postgres;

namespace Wan27.Engine.Tasks.Journal;

/// <summary>Shows, tests and changes which journal is in use.</summary>
internal sealed class JournalDesk(Journals journals, Func<string> settingsFolder, TimeProvider time)
{
    /// <summary>Sets the place of the connection text of a shared journal, or goes back to the local one.</summary>
    public void Set(KeySource? connection)
    {
        if (connection is not null)
        {
            JournalChoice.RefuseText(connection);
        }

        JournalChoice.Forget();
        new JournalSetting(settingsFolder()).Set(connection);
    }

    /// <summary>What the journal in use is, without asking it anything.</summary>
    public WanJournal Describe(Func<KeySource, string?>? readSecret)
    {
        var choice = journals.Choice;
        if (choice.Connection is null)
        {
            return new WanJournal { Kind = "Local", Source = choice.Words, Path = journals.Local.FilePath };
        }

        journals.Prepare(readSecret);
        var place = journals.Shared!.Place;
        return new WanJournal { Kind = "Postgres", Source = choice.Words, Server = place.Server, Database = place.Database, User = place.User, Tls = place.Tls.ToString(), Outbox = journals.Shared!.Core.Waiting };
    }

    /// <summary>The same with what it answers.</summary>
    /// <exception cref="WanException">It cannot be used.</exception>
    public async Task<WanJournal> LookAsync(WanJournal described, CancellationToken ct)
    {
        var began = time.GetTimestamp();
        if (journals.Shared is { } shared)
        {
            var facts = await shared.LookAsync(ct);
            return described with { Layout = facts.Layout, RoundTrip = facts.RoundTrip, ClockDifference = facts.ClockDifference, Outbox = shared.Core.Waiting, Rows = Counted(await shared.Tasks.CountAsync(ct)) };
        }

        if (!File.Exists(described.Path))
        {
            return described with { Layout = 0 };
        }

        var rows = Counted(await journals.Local.CountAsync(ct));
        return described with { Layout = JournalSchema.Current.Steps.Count, RoundTrip = time.GetElapsedTime(began), Rows = rows };
    }

    public IAsyncEnumerable<WanJournalCheck> TestAsync() => journals.Shared is { } shared ? new PostgresTester(shared, time).RunAsync(CancellationToken.None) : TestLocalAsync(CancellationToken.None);

    /// <summary>How many rows the local journal has that have not come to their end; 0 where there is none or it cannot be read.</summary>
    public int UnfinishedLocal()
        => JournalGlance.Newest(Path.GetDirectoryName(journals.Local.FilePath)!, static task => !task.IsFinished, int.MaxValue, int.MaxValue).Count;

    /// <summary>Puts the rows of the local journal into the shared one, each once.</summary>
    public async Task<WanJournalCopy> CopyAsync(Action<int, int> progress, CancellationToken ct)
    {
        if (journals.Shared is not { } shared)
        {
            throw StorageErrors.NoSharedJournal();
        }

        var copy = new WanJournalCopy { From = journals.Local.FilePath, To = shared.Place.ToString() };
        if (!File.Exists(copy.From))
        {
            return copy;
        }

        // What was billed first: a row of a task finds its own there.
        var rows = await journals.Local.QueryAsync(new JournalFilter(), ct);
        var sending = rows.Where(IsBeingSent).Select(static row => row.LocalId).ToHashSet(StringComparer.Ordinal);
        await shared.Tasks.ImportAsync([.. (await journals.Local.LedgerAsync(new LedgerFilter(), ct)).Where(row => !sending.Contains(row.LocalId))], ct);
        for (var row = 0; row < rows.Count; row++)
        {
            ct.ThrowIfCancellationRequested();
            progress(row, rows.Count);
            copy = await CopyAsync(rows[row], shared.Tasks, copy, ct);
        }

        return copy;
    }

    /// <summary>What is being sent right now belongs to its process, which will note its end where it began.</summary>
    private static bool IsBeingSent(JournalEntry entry) => entry is { Task.State: WanTaskState.Submitting, OwnerIsGone: false };

    private async Task<WanJournalCopy> CopyAsync(JournalEntry entry, PostgresTaskJournal target, WanJournalCopy copy, CancellationToken ct)
    {
        if (IsBeingSent(entry))
        {
            return copy with { Left = copy.Left + 1 };
        }

        if (await journals.Local.ExportAsync(entry.LocalId, ct) is not { } record)
        {
            return copy;
        }

        return await target.ImportAsync(entry, record, ct) switch
        {
            RecordEnd.Copied => copy with { Copied = copy.Copied + 1 },
            RecordEnd.CopiedWithoutKey => copy with { Copied = copy.Copied + 1, WithoutKey = copy.WithoutKey + 1 },
            _ => copy with { Known = copy.Known + 1 },
        };
    }

    private async IAsyncEnumerable<WanJournalCheck> TestLocalAsync([EnumeratorCancellation] CancellationToken ct)
    {
        var path = journals.Local.FilePath;
        var began = time.GetTimestamp();
        WanException? refused = null;
        try
        {
            await journals.Local.ProbeAsync(ct);
        }
        catch (WanException failed)
        {
            refused = failed;
        }

        var took = time.GetElapsedTime(began);
        if (refused is not null)
        {
            yield return Check("File", WanCheckStatus.Failed, refused.Error.Message, refused.Error.RecommendedAction) with { ErrorId = refused.Error.ErrorId };
            foreach (var step in new[] { "Layout", "Latency", "Transaction" })
            {
                yield return Check(step, WanCheckStatus.Skipped, "Not checked without the file.");
            }

            yield break;
        }

        yield return Check("File", WanCheckStatus.Passed, $"'{path}' is sound.");
        yield return Check("Layout", WanCheckStatus.Passed, string.Create(CultureInfo.InvariantCulture, $"The layout is {JournalSchema.Current.Steps.Count}, as this version has it."));
        yield return Check("Latency", WanCheckStatus.Passed, string.Create(CultureInfo.InvariantCulture, $"It was opened and changed in {took.TotalMilliseconds:0} ms."));
        yield return Check("Transaction", WanCheckStatus.Passed, "A row was made, changed and taken back in one transaction.");

        WanJournalCheck Check(string step, WanCheckStatus status, string detail, string? fix = null) => new() { Journal = path, Check = step, Status = status, Detail = detail, Fix = fix };
    }

    private static Dictionary<string, int> Counted(IReadOnlyList<(WanTaskState State, int Count)> counts)
        => counts.OrderBy(static row => row.State).ToDictionary(static row => row.State.ToString(), static row => row.Count, StringComparer.OrdinalIgnoreCase);
}
