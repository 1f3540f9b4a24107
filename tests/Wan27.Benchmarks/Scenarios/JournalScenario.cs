using System.Diagnostics;
using System.Globalization;
using Microsoft.Data.Sqlite;
using Wan27.Engine.Records;
using Wan27.Engine.Tasks.Journal;

namespace Wan27.Benchmarks.Scenarios;

/// <summary>A journal of 100,000 rows beside one of 100, and its commits beside those of bare SQLite with the same durability.</summary>
internal static class JournalScenario
{
    private const int Rounds = 7;
    private const int Commits = 200;

    private static readonly WanBundle Bundle = new()
    {
        Profile = "bench", Provider = "DashScope", Route = WanRoutes.ImageToVideo, Model = "wan2.7-i2v", Region = WanRegion.Singapore,
        Endpoint = "https://dashscope-intl.aliyuncs.com", KeySource = "variable WAN27_BENCH_KEY",
    };

    public static async Task<IReadOnlyList<Figure>> RunAsync(Bench bench)
    {
        var (small, large) = (Path.Combine(bench.Folder, "small"), Path.Combine(bench.Folder, "large"));
        await FillAsync(small, 100);
        await FillAsync(large, 100_000);
        (string What, Func<string, SqliteTaskJournal, Task> Do, double Target)[] works =
        [
            ("reserve a job", static async (_, journal) => await ReserveAsync(journal), 1.5),
            ("Get-WanTask -State, of which there are ten", static async (_, journal) => await journal.QueryAsync(new JournalFilter { States = [WanTaskState.Polling] }), 1.5),
            ("Get-WanTask -JobKey", static async (_, journal) => await journal.QueryAsync(new JournalFilter { JobKey = "job-50" }), 1.5),
            ("Get-WanTask -Since, of which there are ten", static async (_, journal) => await journal.QueryAsync(new JournalFilter { Since = DateTimeOffset.UtcNow.AddHours(1) }), 1.5),
            ("-WhatIf of one job with a key", static (folder, _) => Task.FromResult(JournalGlance.Held(folder, "bench", "job-50")), 1.5),
        ];
        var figures = new List<Figure>();
        using var few = new SqliteTaskJournal(small, TimeProvider.System);
        using var many = new SqliteTaskJournal(large, TimeProvider.System);
        foreach (var (what, work, target) in works)
        {
            var (own, peer) = (new double[Rounds], new double[Rounds]);
            await work(small, few);
            await work(large, many);
            for (var round = 0; round < Rounds; round++)
            {
                peer[round] = await TimeAsync(() => work(small, few));
                own[round] = await TimeAsync(() => work(large, many));
            }

            figures.Add(new Figure($"journal of 100,000 rows: {what}", "ms", own, "of 100 rows", peer, target));
        }

        figures.Add(await CommitsAsync(bench));
        return figures;
    }

    private static async Task<Figure> CommitsAsync(Bench bench)
    {
        var (own, peer) = (new double[Rounds], new double[Rounds]);
        using var journal = new SqliteTaskJournal(Path.Combine(bench.Folder, "commits"), TimeProvider.System);
        var entry = await ReserveAsync(journal);
        using var bare = new SqliteConnection($"Data Source={Path.Combine(bench.Folder, "bare.db")};Pooling=False");
        bare.Open();
        Execute(bare, "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; CREATE TABLE task (id INTEGER PRIMARY KEY, state TEXT); INSERT INTO task VALUES (1, 'new')");
        using var update = bare.CreateCommand();
        update.CommandText = "UPDATE task SET state = $state WHERE id = 1";
        var state = update.Parameters.Add("$state", SqliteType.Text);
        for (var round = 0; round < Rounds; round++)
        {
            peer[round] = Commits / await TimeAsync(() =>
            {
                for (var commit = 0; commit < Commits; commit++)
                {
                    using var transaction = bare.BeginTransaction(deferred: false);
                    update.Transaction = transaction;
                    state.Value = commit.ToString(CultureInfo.InvariantCulture);
                    update.ExecuteNonQuery();
                    transaction.Commit();
                }

                return Task.CompletedTask;
            }) * 1000;
            own[round] = Commits / await TimeAsync(async () =>
            {
                for (var commit = 0; commit < Commits; commit++)
                {
                    await journal.UpdateAsync(entry.LocalId, new JournalUpdate { ProviderStatus = commit.ToString(CultureInfo.InvariantCulture) });
                }
            }) * 1000;
        }

        return new Figure("committed states of the journal", "1/s", own, "bare SQLite, WAL, synchronous FULL", peer, 0.7, IsAtLeast: true);
    }

    private static async Task<JournalEntry> ReserveAsync(SqliteTaskJournal journal)
    {
        var request = new Dictionary<string, object?> { ["Duration"] = 5 };
        var draft = new JournalDraft { Bundle = Bundle, JobKey = Guid.NewGuid().ToString("N"), Prompt = "A fox runs", Request = request, RequestHash = PlainJson.Hash(WanRoutes.ImageToVideo, "wan2.7-i2v", request) };
        return (await journal.ReserveAsync(draft)).Entry;
    }

    /// <summary>A row by the journal, and copies of it with names of their own.</summary>
    private static async Task FillAsync(string folder, int rows)
    {
        using (var journal = new SqliteTaskJournal(folder, TimeProvider.System))
        {
            var entry = await ReserveAsync(journal);
            await journal.MarkSubmittedAsync(entry.LocalId, "task-0", "request-0");
        }

        using var connection = new SqliteConnection($"Data Source={Path.Combine(folder, JournalFile.Name)};Pooling=False");
        connection.Open();
        var columns = Text(connection, "SELECT group_concat(name) FROM pragma_table_info('task') WHERE name <> 'number'").Split(',');
        var values = columns.Select(static column => column switch
        {
            "local_id" => "'local-' || n.i",
            "job_key" => "'job-' || n.i",
            "task_id" => "'task-' || n.i",
            "state" => "CASE WHEN n.i <= 10 THEN 'Polling' ELSE 'Stored' END",
            "created_at" => "created_at + CASE WHEN n.i <= 10 THEN 7200000 ELSE n.i END",
            _ => column,
        });
        Execute(connection, $"""
            WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {rows.ToString(CultureInfo.InvariantCulture)})
            INSERT INTO task ({string.Join(", ", columns)}) SELECT {string.Join(", ", values)} FROM n, task WHERE number = 1
            """);
    }

    private static async Task<double> TimeAsync(Func<Task> work)
    {
        var watch = Stopwatch.StartNew();
        await work();
        return watch.Elapsed.TotalMilliseconds;
    }

    private static void Execute(SqliteConnection connection, string text)
    {
        using var command = connection.CreateCommand();
        command.CommandText = text;
        command.ExecuteNonQuery();
    }

    private static string Text(SqliteConnection connection, string text)
    {
        using var command = connection.CreateCommand();
        command.CommandText = text;
        return (string)command.ExecuteScalar()!;
    }
}
