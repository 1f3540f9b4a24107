using System.Collections.Concurrent;
using Wan27.Engine.Contract;

namespace Wan27.Engine.Tasks.Journal.Postgres;

/// <summary>What all users of a shared journal in one process share: the outbox, the rows that are known, the leases.</summary>
internal sealed class FleetCore : IDisposable
{
    // Of a batch of any size, those that have ended long ago are of no use here.
    private const int MostRemembered = 20_000;

    private static readonly TimeSpan DeliverAgain = TimeSpan.FromSeconds(1);

    private readonly Outbox _outbox;
    private readonly TimeProvider _time;
    private readonly PostgresLeases _leases;
    private readonly ConcurrentDictionary<string, JournalEntry> _known = new(StringComparer.Ordinal);
    private readonly ConcurrentQueue<string> _order = new();
    private readonly SemaphoreSlim _delivery = new(1, 1);

    private volatile bool _isEmpty;
    private long _triedAt;
    private int _isTold;

    public FleetCore(PostgresTaskJournal patient, string folder, TimeProvider time)
    {
        Patient = patient;
        Hasty = patient.Hasty();
        Place = patient.Place.ToString();
        _outbox = new Outbox(folder, Place);
        _time = time;
        _leases = new PostgresLeases(Hasty, time);
    }

    public string Place { get; }

    public string Folder => _outbox.Folder;

    /// <summary>Waits for a database that restarts.</summary>
    public PostgresTaskJournal Patient { get; }

    /// <summary>Waits no longer than it takes to see that it is away.</summary>
    public PostgresTaskJournal Hasty { get; }

    /// <summary>Notes that are kept here at present.</summary>
    public int Waiting => _outbox.Files().Count;

    /// <summary>True where the same works once the database is back: it was not reached, or has no room for the moment.</summary>
    public static bool IsAway(WanException failed)
        => failed.Error.ErrorId is ErrorIds.SharedJournalAway or ErrorIds.SharedJournalBusy or ErrorIds.SharedJournalFull or ErrorIds.SharedJournalReadOnly or ErrorIds.SharedJournalRefused;

    public JournalEntry Seen(JournalEntry entry)
    {
        _leases.See(entry, isReserved: false);
        return Remember(entry);
    }

    public Reservation Reserved(Reservation reservation)
    {
        _leases.See(reservation.Entry, reservation.Kind == ReservationKind.New);
        Remember(reservation.Entry);
        return reservation;
    }

    public JournalEntry? Recall(Func<JournalEntry, bool> isMeant) => _known.Values.FirstOrDefault(isMeant);

    /// <summary>True once for each time that the database is away.</summary>
    public bool TellOnce() => Interlocked.Exchange(ref _isTold, 1) == 0;

    /// <summary>Keeps a note on this machine, and gives the row as it will be.</summary>
    public JournalEntry Keep(OutboxNote note, JournalEntry known)
    {
        Keep(note);
        var after = OutboxRows.Apply(known, note, _time.GetUtcNow());
        _leases.See(after, isReserved: false);
        return Remember(after);
    }

    /// <summary>Keeps a note on this machine.</summary>
    public void Keep(OutboxNote note)
    {
        _outbox.Keep(note, _time.GetUtcNow());
        _isEmpty = false;
    }

    /// <summary>Delivers what is kept on this machine.</summary>
    /// <param name="patient">Whether to wait for a database that restarts; without, that is tried about once a second.</param>
    /// <param name="cancellation">Gives up before anything is delivered.</param>
    /// <exception cref="WanException">There are notes, and the database is still away: nothing may go before them.</exception>
    public async ValueTask DeliverAsync(bool patient, CancellationToken cancellation)
    {
        if (_isEmpty)
        {
            return;
        }

        if (!await _delivery.WaitAsync(patient ? Timeout.InfiniteTimeSpan : TimeSpan.Zero, cancellation))
        {
            throw StorageErrors.SharedJournalAway(Place, "notes of this machine are on their way");
        }

        try
        {
            if (!patient && _triedAt != 0 && _time.GetElapsedTime(_triedAt) < DeliverAgain && Waiting > 0)
            {
                throw StorageErrors.SharedJournalAway(Place, "notes of this machine wait for it");
            }

            await DeliverAllAsync(patient ? Patient : Hasty);
        }
        finally
        {
            _delivery.Release();
        }
    }

    public void Dispose()
    {
        Patient.Dispose();
        Hasty.Dispose();
        _delivery.Dispose();
    }

    private async Task DeliverAllAsync(PostgresTaskJournal journal)
    {
        while (!_isEmpty)
        {
            _isEmpty = true;
            foreach (var file in _outbox.Files())
            {
                // Another note may come while these are delivered: then it is looked again.
                _isEmpty = false;
                await DeliverAsync(file, journal);
            }
        }

        _triedAt = 0;
        Interlocked.Exchange(ref _isTold, 0);
    }

    private async Task DeliverAsync(string file, PostgresTaskJournal journal)
    {
        if (Outbox.Read(file) is not { } note)
        {
            return;
        }

        try
        {
            if (await OutboxRows.DeliverAsync(note, journal) is { } noted)
            {
                Remember(noted);
            }

            Outbox.Remove(file);
        }
        catch (WanException away) when (IsAway(away))
        {
            (_triedAt, _isEmpty) = (_time.GetTimestamp(), false);
            throw;
        }
        catch (WanException)
        {
            // The row was forgotten, or another job holds the task: nothing is left to note.
            Outbox.SetAside(file);
        }
    }

    private JournalEntry Remember(JournalEntry entry)
    {
        if (_known.TryAdd(entry.LocalId, entry))
        {
            _order.Enqueue(entry.LocalId);
            while (_known.Count > MostRemembered && _order.TryDequeue(out var oldest))
            {
                _known.TryRemove(oldest, out _);
            }
        }
        else
        {
            _known[entry.LocalId] = entry;
        }

        return entry;
    }
}
