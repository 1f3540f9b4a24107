using Npgsql;

namespace Wan27.Engine.Tasks.Journal.Postgres;

/// <summary>
/// Who stores the results of a task, so that runners which wait for the same tasks do not all ask for it and fetch it: one does, and the others
/// find what it has stored, or store it themselves where they cannot read that.
/// </summary>
internal sealed class SaveTurns(FleetCore core, TimeProvider time)
{
    private const int LeaseMilliseconds = 60_000;

    private static readonly TimeSpan Renewal = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan LookAgain = TimeSpan.FromSeconds(1);

    // A process may have several journals, and each has its own turns.
    private readonly string _me = $"{OwnerProcess.OfFleet.Host}/{Environment.ProcessId}/{Guid.NewGuid():N}";

    private TimeProvider Time => time;

    /// <summary>The task as it is when its turn has come, and the turn; none where another runner has stored it.</summary>
    public async Task<(WanTask Task, IAsyncDisposable? Turn)> TakeAsync(string localId, WanTask task, CancellationToken ct)
    {
        try
        {
            while (true)
            {
                if (await HoldAsync(localId))
                {
                    return (task, new Turn(this, localId));
                }

                if (await core.Hasty.FindAsync(localId, ct) is not { } entry)
                {
                    return (task, null);
                }

                if (entry.Task.State == WanTaskState.Stored)
                {
                    return (entry.Task with { ResultUrls = task.ResultUrls, VideoUrl = task.VideoUrl, UrlExpiresAt = task.UrlExpiresAt }, null);
                }

                await Task.Delay(LookAgain, time, ct);
            }
        }
        catch (WanException away) when (FleetCore.IsAway(away))
        {
            // What is paid for is fetched all the same; at worst twice.
            return (task, null);
        }
    }

    private async Task<bool> HoldAsync(string localId) => await ExecuteAsync(
        $"UPDATE wan27.task SET saver = @me, save_until = wan27.now_ms() + {LeaseMilliseconds} WHERE local_id = @id AND state <> 'Stored' AND (saver = @me OR coalesce(save_until, 0) < wan27.now_ms())",
        localId) > 0;

    private async Task LetGoAsync(string localId) => await ExecuteAsync("UPDATE wan27.task SET save_until = NULL WHERE local_id = @id AND saver = @me", localId);

    private async Task<int> ExecuteAsync(string text, string localId) => await core.Hasty.RunAsync(
        async connection =>
        {
            await using var command = new NpgsqlCommand(text, connection);
            command.Parameters.Add(PostgresSession.Parameter("@id", localId));
            command.Parameters.Add(PostgresSession.Parameter("@me", _me));
            return await command.ExecuteNonQueryAsync();
        },
        CancellationToken.None);

    private sealed class Turn : IAsyncDisposable
    {
        private readonly SaveTurns _turns;
        private readonly string _localId;
        private readonly CancellationTokenSource _end = new();
        private readonly Task _renewal;

        public Turn(SaveTurns turns, string localId)
        {
            (_turns, _localId) = (turns, localId);
            _renewal = RenewAsync();
        }

        public async ValueTask DisposeAsync()
        {
            await _end.CancelAsync();
            await _renewal;
            _end.Dispose();
            try
            {
                await _turns.LetGoAsync(_localId);
            }
            catch (WanException)
            {
                // Away: it runs out.
            }
        }

        private async Task RenewAsync()
        {
            while (true)
            {
                try
                {
                    await Task.Delay(Renewal, _turns.Time, _end.Token);
                    await _turns.HoldAsync(_localId);
                }
                catch (OperationCanceledException)
                {
                    return;
                }
                catch (WanException)
                {
                    // Away: others cannot take it over either.
                }
            }
        }
    }
}
