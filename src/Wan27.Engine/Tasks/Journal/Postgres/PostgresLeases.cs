using System.Collections.Concurrent;
using Npgsql;
using NpgsqlTypes;

namespace Wan27.Engine.Tasks.Journal.Postgres;

/// <summary>
/// Renews the leases on the submits that this process has open. When it is killed, or its machine is cut off, they run out, and another
/// runner may take the submits over; never before.
/// </summary>
internal sealed class PostgresLeases(PostgresTaskJournal journal, TimeProvider time)
{
    /// <summary>A third of a lease: two renewals may fail.</summary>
    private static readonly TimeSpan Renewal = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan TryAgain = TimeSpan.FromSeconds(2);

    private readonly ConcurrentDictionary<string, bool> _held = new(StringComparer.Ordinal);
    private int _isRunning;

    /// <summary>Notes what a row's state says: an open submit of this process is held, any other row is not.</summary>
    public void See(JournalEntry entry, bool isReserved)
    {
        if (entry.Task.State != WanTaskState.Submitting)
        {
            _held.TryRemove(entry.LocalId, out _);
        }
        else if (isReserved)
        {
            _held[entry.LocalId] = true;
            if (Interlocked.Exchange(ref _isRunning, 1) == 0)
            {
                _ = Task.Run(RunAsync);
            }
        }
    }

    private async Task RunAsync()
    {
        while (true)
        {
            await Task.Delay(await RenewAsync() ? Renewal : TryAgain, time);
            if (_held.IsEmpty)
            {
                Interlocked.Exchange(ref _isRunning, 0);
                if (_held.IsEmpty || Interlocked.Exchange(ref _isRunning, 1) != 0)
                {
                    return;
                }
            }
        }
    }

    private async Task<bool> RenewAsync()
    {
        try
        {
            return await journal.RunAsync(
                async connection =>
                {
                    await using var command = new NpgsqlCommand("UPDATE wan27.task SET lease_until = wan27.now_ms() + wan27.lease_ms() WHERE local_id = ANY(@ids) AND state = 'Submitting'", connection);
                    command.Parameters.Add(new NpgsqlParameter("@ids", NpgsqlDbType.Array | NpgsqlDbType.Text) { Value = _held.Keys.ToArray() });
                    await command.ExecuteNonQueryAsync();
                    return true;
                },
                CancellationToken.None);
        }
        catch (WanException)
        {
            // Away: until it is back nobody else can take anything over either.
            return false;
        }
    }
}
