using System.Data;
using System.Data.Common;
using System.Net.Sockets;
using Npgsql;
using Wan27.Engine.Contract;

namespace Wan27.Engine.Tasks.Journal.Postgres;

/// <summary>The journal in a PostgreSQL database, shared by all machines of a fleet.</summary>
/// <remarks>
/// A change locks the rows that it reads; two that meet all the same, which the unique indexes tell, are run one after the other. Nothing of it
/// needs a session that lasts longer than a transaction.
/// </remarks>
internal sealed class PostgresTaskJournal : SqlTaskJournal, IAsyncDisposable, IDisposable
{
    private const int MostCollisions = 20;

    // Connections that a restart has cut are noticed at their next use, and replaced.
    private static readonly TimeSpan ShortPatience = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan MeasureAgain = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(1);

    private readonly PostgresPlace _place;
    private readonly TimeProvider _time;
    private readonly PostgresOptions _options;
    private readonly Lazy<NpgsqlDataSource> _source;
    private readonly SemaphoreSlim _layout = new(1, 1);

    private volatile bool _isLaidOut;
    private long _awaySince;
    private long _measuredAt;

    public PostgresTaskJournal(PostgresPlace place, TimeProvider time, PostgresOptions? options = null)
        : this(place, time, options ?? new PostgresOptions(), new Lazy<NpgsqlDataSource>(() => new NpgsqlDataSourceBuilder(place.Connection).Build()))
    {
    }

    private PostgresTaskJournal(PostgresPlace place, TimeProvider time, PostgresOptions options, Lazy<NpgsqlDataSource> source)
        : base(time, options.Owner)
        => (_place, _time, _options, _source) = (place, time, options, source);

    public PostgresPlace Place => _place;

    /// <summary>True while the last that was tried found the database away.</summary>
    public bool IsAway => Interlocked.Read(ref _awaySince) != 0;

    /// <summary>The same journal over the same connections, for what is kept elsewhere when the database is away.</summary>
    public PostgresTaskJournal Hasty() => new(_place, _time, _options with { Patience = _options.Patience < ShortPatience ? _options.Patience : ShortPatience }, _source);

    /// <summary>Runs commands on a connection whose database has the present layout; what passes is tried again for a while.</summary>
    public async ValueTask<T> RunAsync<T>(Func<NpgsqlConnection, ValueTask<T>> work, CancellationToken cancellation)
    {
        var (collisions, pause, isRelaid) = (0, TimeSpan.FromMilliseconds(50), false);
        while (true)
        {
            cancellation.ThrowIfCancellationRequested();
            try
            {
                await using var connection = await _source.Value.OpenConnectionAsync(cancellation);
                await LayOutAsync(connection, cancellation);
                var result = await work(connection);
                Interlocked.Exchange(ref _awaySince, 0);
                return result;
            }
            catch (InvalidDataException unread)
            {
                throw StorageErrors.JournalRowUnreadable(_place.ToString(), unread.Message, unread);
            }
            catch (Exception met) when (PostgresFault.Collided(met) && ++collisions < MostCollisions)
            {
                // Whoever was first is done: now its rows are seen.
            }
            catch (Exception gone) when (PostgresFault.IsLayoutGone(gone) && !isRelaid)
            {
                (_isLaidOut, isRelaid) = (false, true);
            }
            catch (Exception passing) when (PostgresFault.Passes(passing) && MayWait())
            {
                await Task.Delay(pause, _time, cancellation);
                pause = pause * 2 < LongestPause ? pause * 2 : LongestPause;
            }
            catch (Exception failed) when (failed is DbException or TimeoutException or SocketException or IOException)
            {
                throw PostgresFault.Explain(failed, _place);
            }
        }
    }

    public void Dispose()
    {
        if (_source.IsValueCreated)
        {
            _source.Value.Dispose();
        }

        _layout.Dispose();
    }

    public async ValueTask DisposeAsync()
    {
        if (_source.IsValueCreated)
        {
            await _source.Value.DisposeAsync();
        }

        _layout.Dispose();
    }

    protected override ValueTask<T> Change<T>(Func<JournalSession, ValueTask<T>> change, CancellationToken cancellation) => RunAsync(
        async connection =>
        {
            await using var transaction = await connection.BeginTransactionAsync(IsolationLevel.ReadCommitted);
            var result = await change(new PostgresSession(connection, transaction));
            await transaction.CommitAsync();
            return result;
        },
        cancellation);

    protected override ValueTask<T> Look<T>(Func<JournalSession, ValueTask<T>> look, CancellationToken cancellation)
        => RunAsync(connection => look(new PostgresSession(connection, transaction: null)), cancellation);

    /// <summary>Patience counts from when the database was first found away, so that a batch does not wait anew for each record.</summary>
    private bool MayWait()
    {
        var now = _time.GetTimestamp() | 1;
        var since = Interlocked.CompareExchange(ref _awaySince, now, 0);
        return since == 0 || _time.GetElapsedTime(since) < _options.Patience;
    }

    private async Task LayOutAsync(NpgsqlConnection connection, CancellationToken ct)
    {
        if (_isLaidOut && _time.GetElapsedTime(Interlocked.Read(ref _measuredAt)) < MeasureAgain)
        {
            return;
        }

        await _layout.WaitAsync(ct);
        try
        {
            if (!_isLaidOut)
            {
                await _options.Schema.ApplyAsync(connection, _place, ct);
            }

            if (_options.Clock is { } clock)
            {
                clock.Difference = await ServerClock.DifferenceAsync(connection, clock.Machine, ct);
            }

            Interlocked.Exchange(ref _measuredAt, _time.GetTimestamp());
            _isLaidOut = true;
        }
        finally
        {
            _layout.Release();
        }
    }
}
