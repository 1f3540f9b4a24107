using Npgsql;
using NpgsqlTypes;
using Wan27.Engine.Tasks.Journal.Postgres;

namespace Wan27.Engine.Tasks.Rates.Postgres;

/// <summary>
/// Queues shared by all runners of a fleet, in the database of their journal and by its clock. Each step is a function of the server, which does what
/// <see cref="RateQueue"/> does, so that it costs one round trip.
/// </summary>
internal sealed class PostgresRateBook(PostgresTaskJournal journal) : IRateBook
{
    private const long TicksPerMicrosecond = TimeSpan.TicksPerMicrosecond;

    public ValueTask<RateAnswer> AskAsync(string key, RatePace pace, bool hasPlace, CancellationToken cancellation) => journal.RunAsync(
        async connection =>
        {
            await using var command = new NpgsqlCommand("SELECT permit, wait_us FROM wan27.rate_ask(@key, @most, @window, @interval, @place)", connection);
            command.Parameters.Add(PostgresSession.Parameter("@key", key));
            command.Parameters.Add(PostgresSession.Parameter("@most", (long)pace.Most));
            command.Parameters.Add(PostgresSession.Parameter("@window", Microseconds(pace.Window)));
            command.Parameters.Add(PostgresSession.Parameter("@interval", Microseconds(pace.Interval)));
            command.Parameters.Add(new NpgsqlParameter("@place", NpgsqlDbType.Boolean) { Value = hasPlace });
            await using var reader = await command.ExecuteReaderAsync(cancellation);
            await reader.ReadAsync(cancellation);
            return new RateAnswer(reader.IsDBNull(0) ? null : reader.GetInt64(0), TimeSpan.FromTicks(reader.GetInt64(1) * TicksPerMicrosecond));
        },
        cancellation);

    public async ValueTask ArrivedAsync(string key, long permit, CancellationToken cancellation)
        => await ExecuteAsync("SELECT wan27.rate_arrived(@key, @value)", key, permit, cancellation);

    public async ValueTask BlockAsync(string key, TimeSpan pause, CancellationToken cancellation)
        => await ExecuteAsync("SELECT wan27.rate_block(@key, @value)", key, Microseconds(pause), cancellation);

    private static long Microseconds(TimeSpan span) => (long)Math.Ceiling(span.TotalMicroseconds);

    private async Task ExecuteAsync(string text, string key, long value, CancellationToken cancellation) => await journal.RunAsync(
        async connection =>
        {
            await using var command = new NpgsqlCommand(text, connection);
            command.Parameters.Add(PostgresSession.Parameter("@key", key));
            command.Parameters.Add(PostgresSession.Parameter("@value", value));
            return await command.ExecuteNonQueryAsync(cancellation);
        },
        cancellation);
}
