using System.Globalization;
using Npgsql;

namespace Wan27.Engine.Tasks.Journal.Postgres;

/// <summary>Reads the clock of the database's server.</summary>
internal static class ServerClock
{
    private const int Looks = 3;

    /// <summary>How far the server's clock is ahead of this machine's, by the quickest of a few answers.</summary>
    public static async Task<TimeSpan> DifferenceAsync(NpgsqlConnection connection, TimeProvider time, CancellationToken ct)
    {
        var (best, difference) = (TimeSpan.MaxValue, TimeSpan.Zero);
        for (var look = 0; look < Looks; look++)
        {
            var (asked, began) = (time.GetUtcNow(), time.GetTimestamp());
            await using var command = new NpgsqlCommand("SELECT (extract(epoch FROM clock_timestamp()) * 1000)::bigint", connection);
            var server = DateTimeOffset.FromUnixTimeMilliseconds(Convert.ToInt64(await command.ExecuteScalarAsync(ct), CultureInfo.InvariantCulture));
            var took = time.GetElapsedTime(began);
            if (took < best)
            {
                (best, difference) = (took, server - (asked + (took / 2)));
            }
        }

        return difference;
    }
}
