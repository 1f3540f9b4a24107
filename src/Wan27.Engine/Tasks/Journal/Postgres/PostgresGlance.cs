using Npgsql;

namespace Wan27.Engine.Tasks.Journal.Postgres;

/// <summary>A look at a shared journal that leaves no trace and waits for nobody, as <see cref="JournalGlance"/> has it of the local one.</summary>
internal sealed class PostgresGlance(PostgresPlace place)
{
    private const int LongestWaitInSeconds = 2;
    private const string Columns = "SELECT task_id, job_key, state, route, prompt FROM wan27.task";

    public IReadOnlyDictionary<string, WanTask> Held(string profile, string? key) => Look(
        $"{Columns} WHERE holds_key = 1 AND job_key IS NOT NULL AND profile = @profile{(key is null ? string.Empty : " AND job_key = @key")}",
        static _ => true,
        int.MaxValue,
        [PostgresSession.Parameter("@profile", profile), .. key is null ? [] : new[] { PostgresSession.Parameter("@key", key) }])
        .ToDictionary(static task => task.JobKey!, StringComparer.Ordinal);

    /// <summary>The newest first. Of a fleet's journal the newest thousand are looked through.</summary>
    public IReadOnlyList<WanTask> Newest(Func<WanTask, bool> wanted, int most) => Look($"{Columns} ORDER BY number DESC LIMIT 1000", wanted, most);

    private List<WanTask> Look(string text, Func<WanTask, bool> wanted, int most, params NpgsqlParameter[] parameters)
    {
        try
        {
            using var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(place.Connection) { Pooling = false, Timeout = LongestWaitInSeconds, CommandTimeout = LongestWaitInSeconds }.ConnectionString);
            connection.Open();
            using var command = new NpgsqlCommand(text, connection);
            command.Parameters.AddRange(parameters);
            using var reader = command.ExecuteReader();
            var tasks = new List<WanTask>();
            while (tasks.Count < most && reader.Read())
            {
                // A state that this version does not know belongs to a task that it cannot speak of.
                if (Enum.TryParse<WanTaskState>(reader.GetString(2), out var state)
                    && new WanTask { TaskId = Text(reader, 0), JobKey = Text(reader, 1), State = state, Route = Text(reader, 3), Prompt = Text(reader, 4) } is var task && wanted(task))
                {
                    tasks.Add(task);
                }
            }

            return tasks;
        }
        catch (Exception away) when (away is NpgsqlException or TimeoutException)
        {
            // An error for a command that needs the journal, and nothing to offer here.
            return [];
        }
    }

    private static string? Text(NpgsqlDataReader reader, int column) => reader.IsDBNull(column) ? null : reader.GetString(column);
}
