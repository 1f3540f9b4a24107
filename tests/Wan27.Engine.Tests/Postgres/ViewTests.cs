using Npgsql;
using Wan27.Engine.Tasks.Journal;
using Wan27.Engine.Tasks.Journal.Postgres;
using Wan27.Engine.Tests.Tasks;

namespace Wan27.Engine.Tests.Postgres;

/// <summary>The views for other programs are what the documentation says, and stay so.</summary>
[Collection(PostgresTests.Name)]
public sealed class ViewTests(PostgresServer server)
{
    [PostgresFact]
    public async Task The_views_have_the_columns_that_are_promised()
    {
        using var journal = await OpenAsync();
        var documented = File.ReadAllLines(Documents("fleet.md"))
            .Where(static line => line.StartsWith("| `wan27.", StringComparison.Ordinal) && line.Contains("_v1`", StringComparison.Ordinal))
            .ToDictionary(
                static line => line.Split('`')[1]["wan27.".Length..],
                static line => string.Join(' ', System.Text.RegularExpressions.Regex.Replace(line.Split('|')[3], @"\([^)]*\)", string.Empty).Split(',').Select(static name => name.Trim())));

        foreach (var (view, columns) in documented)
        {
            Assert.Equal(columns, await ReadAsync(journal, $"SELECT string_agg(attname, ' ' ORDER BY attnum) FROM pg_attribute WHERE attrelid = 'wan27.{view}'::regclass AND attnum > 0"));
        }

        Assert.Equal(["asset_v1", "task_v1", "usage_v1"], documented.Keys.Order(StringComparer.Ordinal));
        Assert.Equal(
            "timestamp with time zone",
            await ReadAsync(journal, "SELECT DISTINCT format_type(atttypid, NULL) FROM pg_attribute JOIN pg_class ON attrelid = pg_class.oid WHERE relname IN ('task_v1', 'asset_v1', 'usage_v1') AND attname LIKE '%\\_at'"));
    }

    [PostgresFact]
    public async Task They_tell_what_the_journal_knows()
    {
        using var journal = await OpenAsync();
        var fox = await Drafts.SubmitAsync(journal, "fox", "task-1");
        await journal.UpdateAsync(fox.LocalId, new JournalUpdate { State = WanTaskState.Completed, Usage = new WanUsage { BilledUnits = 5, Unit = "second", Duration = 5, Resolution = "720P" } });
        await journal.MarkStoredAsync(fox.LocalId, ["/out/a.mp4", "s3://films/a.mp4"]);
        var owl = (await journal.ReserveAsync(Drafts.For("owl"))).Entry.LocalId;
        await journal.UpdateAsync(owl, new JournalUpdate { State = WanTaskState.Failed, Error = JournalRig.Error });

        Assert.Equal(
            "fox Stored 5 720P -, owl Failed - - Wan.Service.Cut",
            await ReadAsync(journal, "SELECT string_agg(concat_ws(' ', job_key, state, coalesce(billed_units::text, '-'), coalesce(resolution, '-'), coalesce(error_id, '-')), ', ' ORDER BY job_key) FROM wan27.task_v1"));
        Assert.Equal($"{Environment.MachineName} /out/a.mp4 1, {Environment.MachineName} s3://films/a.mp4 2", await ReadAsync(journal, "SELECT string_agg(concat_ws(' ', host, path, number), ', ' ORDER BY number) FROM wan27.asset_v1"));
        Assert.Equal("fox Billed 5 t, owl Free 0 f", await ReadAsync(journal, "SELECT string_agg(concat_ws(' ', job_key, state, units, answered), ', ' ORDER BY job_key) FROM wan27.usage_v1"));
        Assert.Equal(Environment.MachineName, await ReadAsync(journal, "SELECT DISTINCT runner FROM wan27.task_v1"));
    }

    [PostgresFact]
    public async Task The_queries_of_the_documentation_run()
    {
        using var journal = await OpenAsync();
        await Drafts.SubmitAsync(journal, "fox", "task-1");
        var queries = string.Join('\n', File.ReadAllLines(Documents("fleet.md"))).Split("```sql\n").Skip(1).Select(static block => block.Split("```")[0]).Where(static text => text.Contains("_v1", StringComparison.Ordinal)).ToArray();

        Assert.Equal(3, queries.Length);
        foreach (var query in queries)
        {
            // What Grafana puts in place of its own words.
            var text = query.Replace("$__timeGroup(updated_at, '1m')", "date_trunc('minute', updated_at)", StringComparison.Ordinal)
                .Replace("$__timeFilter(updated_at)", "updated_at BETWEEN now() - interval '1 hour' AND now() + interval '1 hour'", StringComparison.Ordinal);
            await ReadAsync(journal, text);
        }
    }

    [PostgresFact]
    public async Task The_reader_reads_the_views_and_nothing_else()
    {
        using var journal = await OpenAsync();
        await Drafts.SubmitAsync(journal, "fox", "task-1");
        var role = "reader_" + Guid.NewGuid().ToString("N")[..8];
        var script = string.Join('\n', (await File.ReadAllLinesAsync(Documents("fleet-reader.sql"))).Where(static line => !line.StartsWith('\\')));
        await PostgresServer.ExecuteOnAsync(server.Text(journal.Place.Database), script.Replace(":\"reader\"", role, StringComparison.Ordinal) + $"; ALTER ROLE {role} PASSWORD 'a-password-of-this-role'");
        var text = server.Text(journal.Place.Database, role, "a-password-of-this-role");

        foreach (var view in new[] { "task_v1", "asset_v1", "usage_v1" })
        {
            Assert.IsType<long>(await PostgresServer.ReadAsync(text, $"SELECT count(*) FROM wan27.{view}"));
        }

        foreach (var refused in new[] { "SELECT * FROM wan27.task", "DELETE FROM wan27.history", "SELECT * FROM wan27.rate", "UPDATE wan27.task_v1 SET state = 'x'", "CREATE TABLE mine (a int)" })
        {
            var failed = await Assert.ThrowsAsync<PostgresException>(() => PostgresServer.ReadAsync(text, refused));
            Assert.Contains(failed.SqlState, new[] { PostgresErrorCodes.InsufficientPrivilege, PostgresErrorCodes.ReadOnlySqlTransaction });
        }
    }

    private async Task<PostgresTaskJournal> OpenAsync()
    {
        var journal = new PostgresTaskJournal(PostgresPlace.Read(await server.MakeDatabaseAsync(), "test"), TimeProvider.System);
        await journal.QueryAsync(new JournalFilter());
        return journal;
    }

    private async Task<string?> ReadAsync(PostgresTaskJournal journal, string query) => (await PostgresServer.ReadAsync(server.Text(journal.Place.Database), query))?.ToString();

    private static string Documents(string name)
    {
        for (var folder = AppContext.BaseDirectory; folder is not null; folder = Path.GetDirectoryName(folder))
        {
            if (File.Exists(Path.Combine(folder, "docs", name)))
            {
                return Path.Combine(folder, "docs", name);
            }
        }

        throw new InvalidOperationException($"docs/{name} was not found above the tests.");
    }
}
