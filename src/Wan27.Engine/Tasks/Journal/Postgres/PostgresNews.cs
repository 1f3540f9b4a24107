using System.Data.Common;
using System.Net.Sockets;
using Npgsql;

namespace Wan27.Engine.Tasks.Journal.Postgres;

/// <summary>Listens for tasks whose state another runner has changed. Whoever cannot listen, such as behind a pooler, looks again instead.</summary>
internal sealed class PostgresNews(PostgresPlace place, TimeProvider time)
{
    private const string Channel = "wan27";
    private const string Echo = "echo:";

    private static readonly TimeSpan EchoPatience = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan TryAgain = TimeSpan.FromSeconds(30);

    private int _isRunning;

    /// <summary>True while news come.</summary>
    public bool IsHeard { get; private set; }

    /// <summary>Takes the row's name of each task that has a new state.</summary>
    public Action<string>? Told { get; set; }

    /// <summary>Listens until the end of the process; a second call changes nothing.</summary>
    public void Begin()
    {
        if (Interlocked.Exchange(ref _isRunning, 1) == 0)
        {
            _ = Task.Run(RunAsync);
        }
    }

    private async Task RunAsync()
    {
        while (true)
        {
            try
            {
                await ListenAsync();
            }
            catch (Exception failed) when (failed is DbException or TimeoutException or SocketException or IOException or InvalidOperationException)
            {
                // No connection, or none that news come through: those who wait look at the rows.
            }

            IsHeard = false;
            await Task.Delay(TryAgain, time);
        }
    }

    private async Task ListenAsync()
    {
        var echo = Echo + Guid.NewGuid().ToString("N");
        await using var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(place.Connection) { Pooling = false }.ConnectionString);
        connection.Notification += (_, told) =>
        {
            if (told.Payload == echo)
            {
                IsHeard = true;
            }
            else if (!told.Payload.StartsWith(Echo, StringComparison.Ordinal))
            {
                Told?.Invoke(told.Payload);
            }
        };
        await connection.OpenAsync();
        await ExecuteAsync(connection, $"LISTEN {Channel}");

        // A pooler that changes sessions takes the word and never brings news.
        await using (var other = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(place.Connection) { Pooling = false }.ConnectionString))
        {
            await other.OpenAsync();
            await ExecuteAsync(other, $"NOTIFY {Channel}, '{echo}'");
        }

        using var late = new CancellationTokenSource(EchoPatience, time);
        while (!IsHeard)
        {
            try
            {
                await connection.WaitAsync(late.Token);
            }
            catch (OperationCanceledException)
            {
                return;
            }
        }

        while (true)
        {
            await connection.WaitAsync();
        }
    }

    private static async Task ExecuteAsync(NpgsqlConnection connection, string text)
    {
        await using var command = new NpgsqlCommand(text, connection);
        await command.ExecuteNonQueryAsync();
    }
}
