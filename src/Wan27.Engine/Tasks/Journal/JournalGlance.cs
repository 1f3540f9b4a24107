using Microsoft.Data.Sqlite;

namespace Wan27.Engine.Tasks.Journal;

/// <summary>
/// A look at the journal that leaves no trace, for the tab key: it makes no file, mends nothing, sets nothing aside and waits for nobody.
/// What cannot be read at once is not there.
/// </summary>
internal static class JournalGlance
{
    // The smallest that the library knows; zero would wait for ever.
    private const int LongestWaitInSeconds = 1;

    /// <summary>The tasks that the job keys of a profile stand for at present, with no more of them than their state.</summary>
    /// <param name="folder">The state folder.</param>
    /// <param name="profile">The profile.</param>
    /// <param name="key">The one key that is asked for; null for all.</param>
    public static IReadOnlyDictionary<string, WanTask> Held(string folder, string profile, string? key)
        => Look(folder, connection =>
        {
            using var command = connection.CreateCommand();
            command.CommandText = "SELECT NULL, job_key, state, NULL, NULL FROM task WHERE holds_key = 1 AND job_key IS NOT NULL AND profile = $profile";
            command.Parameters.AddWithValue("$profile", profile);
            if (key is not null)
            {
                command.CommandText += " AND job_key = $key";
                command.Parameters.AddWithValue("$key", key);
            }

            return Read(command, static _ => true, int.MaxValue);
        }).ToDictionary(static task => task.JobKey!, StringComparer.Ordinal);

    /// <summary>Tasks, the newest first, with no more of them than their ids, key, state, route and prompt.</summary>
    /// <param name="folder">The state folder.</param>
    /// <param name="wanted">Which tasks are wanted.</param>
    /// <param name="most">How many at most.</param>
    /// <param name="within">How many are looked through for them.</param>
    public static IReadOnlyList<WanTask> Newest(string folder, Func<WanTask, bool> wanted, int most, int within)
        => Look(folder, connection =>
        {
            using var command = connection.CreateCommand();
            command.CommandText = "SELECT task_id, job_key, state, route, prompt FROM task ORDER BY number DESC LIMIT $within";
            command.Parameters.AddWithValue("$within", within);
            return Read(command, wanted, most);
        });

    private static IReadOnlyList<WanTask> Look(string folder, Func<SqliteConnection, IReadOnlyList<WanTask>> read)
    {
        var path = Path.Combine(folder, JournalFile.Name);
        if (new FileInfo(path) is not { Exists: true, Length: > 0 })
        {
            return [];
        }

        try
        {
            using var connection = new SqliteConnection(Describe(path));
            connection.Open();
            return read(connection);
        }
        catch (SqliteException)
        {
            // Held, damaged or of another version: an error for a command that needs the journal, and nothing to offer here.
            return [];
        }
    }

    private static string Describe(string path)
    {
        // Reading beside writers needs their shared files. Where there are none nobody writes, and SQLite must be told so, or it would make them.
        var alone = !File.Exists(path + "-wal");
        return new SqliteConnectionStringBuilder
        {
            DataSource = alone ? new Uri(path).AbsoluteUri + "?immutable=1" : path,
            Mode = SqliteOpenMode.ReadOnly,
            Pooling = false,
            DefaultTimeout = LongestWaitInSeconds,
        }.ToString();
    }

    private static List<WanTask> Read(SqliteCommand command, Func<WanTask, bool> wanted, int most)
    {
        using var reader = command.ExecuteReader();
        var tasks = new List<WanTask>();
        while (tasks.Count < most && reader.Read())
        {
            if (Row(reader) is { } task && wanted(task))
            {
                tasks.Add(task);
            }
        }

        return tasks;
    }

    // A state that this version does not know belongs to a task that it cannot speak of.
    private static WanTask? Row(SqliteDataReader reader)
        => Enum.TryParse<WanTaskState>(reader.GetString(2), out var state)
            ? new WanTask { TaskId = Text(reader, 0), JobKey = Text(reader, 1), State = state, Route = Text(reader, 3), Prompt = Text(reader, 4) }
            : null;

    private static string? Text(SqliteDataReader reader, int column) => reader.IsDBNull(column) ? null : reader.GetString(column);
}
