using Microsoft.Data.Sqlite;
using Wan27.Engine.Tasks.Journal;

namespace Wan27.Engine.Tests.Tasks;

/// <summary>What a job costs the journal does not grow with what the journal holds, nor with the jobs before it.</summary>
public sealed class JournalCostTests : IDisposable
{
    private readonly JournalRig _rig = new();

    public static TheoryData<string, string> Looks => new()
    {
        { "by key", "task_by_job" },
        { "since", "task_by_time" },
        { "by state", "task_by_state" },
        { "by id", "task_by_id" },
        { "by key held", "task_by_key" },
    };

    public void Dispose() => _rig.Dispose();

    [Theory]
    [MemberData(nameof(Looks))]
    public async Task A_look_for_some_tasks_walks_no_others(string look, string index)
    {
        await _rig.Journal.ReserveAsync(Drafts.For("fox"));
        var filter = look switch
        {
            "since" => new JournalFilter { Since = _rig.Time.GetUtcNow() },
            "by state" => new JournalFilter { States = [WanTaskState.Polling, WanTaskState.Submitted] },
            "by id" => new JournalFilter { TaskIds = ["a", "b"] },
            _ => new JournalFilter { JobKey = "fox" },
        };
        var (condition, values) = JournalCondition.Of(filter);
        if (look == "by key held")
        {
            condition = "profile = @f0 AND job_key = @f0 AND holds_key = 1";
        }

        using var connection = new SqliteConnection($"Data Source={_rig.FilePath};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = $"EXPLAIN QUERY PLAN SELECT * FROM task WHERE {condition} ORDER BY {JournalCondition.OrderOf(filter)}";
        foreach (var (name, value) in values)
        {
            command.Parameters.AddWithValue(name, value);
        }

        using var reader = command.ExecuteReader();
        Assert.True(reader.Read());
        Assert.StartsWith($"SEARCH task USING INDEX {index}", reader.GetString(3), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_job_compiles_no_statement_that_one_before_it_has_compiled()
    {
        await LiveAsync("first");
        var compiled = _rig.Journal.CompiledStatements;
        Assert.InRange(compiled, 1, 20);
        for (var job = 0; job < 10; job++)
        {
            await LiveAsync($"later-{job}");
        }

        Assert.Equal(compiled, _rig.Journal.CompiledStatements);
    }

    [Fact]
    public void A_single_job_asks_for_its_own_key_and_a_batch_for_all_at_once()
    {
        var looks = new List<string?>();
        var held = new HeldKeys(key =>
        {
            looks.Add(key);
            return new Dictionary<string, WanTask> { ["fox"] = new() { State = WanTaskState.Stored } };
        });

        Assert.Equal(WanTaskState.Stored, held.Of("fox")!.State);
        Assert.Null(held.Of("hen"));
        Assert.Equal(["fox", "hen"], looks);

        for (var job = 0; job < 1000; job++)
        {
            Assert.Equal(WanTaskState.Stored, held.Of("fox")!.State);
        }

        Assert.Equal(HeldKeys.Few + 1, looks.Count);
        Assert.Null(looks[^1]);
    }

    [Fact]
    public async Task A_glance_at_one_key_finds_what_a_glance_at_all_finds()
    {
        var fox = (await _rig.Journal.ReserveAsync(Drafts.For("fox"))).Entry;
        await _rig.Journal.MarkSubmittedAsync(fox.LocalId, "t1", "r1");
        await _rig.Journal.ReserveAsync(Drafts.For("hen"));
        var profile = fox.Task.Profile!;

        Assert.Equal(WanTaskState.Submitted, Assert.Single(JournalGlance.Held(_rig.Folder, profile, "fox")).Value.State);
        Assert.Equal(["fox", "hen"], JournalGlance.Held(_rig.Folder, profile, key: null).Keys.Order());
        Assert.Empty(JournalGlance.Held(_rig.Folder, profile, "cat"));
        Assert.Empty(JournalGlance.Held(_rig.Folder, "another", "fox"));
    }

    private async Task LiveAsync(string key)
    {
        var entry = (await _rig.Journal.ReserveAsync(Drafts.For(key))).Entry;
        await _rig.Journal.UpdateAsync(entry.LocalId, new JournalUpdate { SubmittedAt = _rig.Time.GetUtcNow() });
        await _rig.Journal.MarkSubmittedAsync(entry.LocalId, $"task-{key}", "r");
        await _rig.Journal.UpdateAsync(entry.LocalId, new JournalUpdate { State = WanTaskState.Polling, ProviderStatus = "RUNNING" });
        await _rig.Journal.UpdateAsync(entry.LocalId, new JournalUpdate { State = WanTaskState.Completed, ProviderStatus = "SUCCEEDED" });
        await _rig.Journal.MarkStoredAsync(entry.LocalId, ["/out/fox.mp4"]);
        Assert.NotNull(await _rig.Journal.FindByTaskIdAsync($"task-{key}"));
    }
}
