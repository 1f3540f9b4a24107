using Wan27.Emulator;
using Wan27.Engine.Results;
using Wan27.Engine.Tests.Results;

namespace Wan27.Engine.Tests.Tasks;

/// <summary>From a finished task to a stored file, with everything that storage and disk can do in between.</summary>
public sealed class SaveTests
{
    [Fact]
    public async Task A_dead_url_is_replaced_by_one_fresh_look()
    {
        await using var rig = await EngineRig.StartAsync();
        var task = await FinishedAsync(rig);
        rig.Server.Faults.Add(new FaultRule { Kind = FaultKind.ExpireEarly, Count = 1 });
        var looks = rig.Server.Log.Of("task.query").Count;

        var sink = await SaveAsync(rig, task);

        Assert.Empty(sink.Errors);
        Assert.Single(sink.Assets);
        Assert.Equal(looks + 1, rig.Server.Log.Of("task.query").Count);
        Assert.Equal(WanTaskState.Stored, (await rig.KnownAsync(task)).State);
    }

    [Fact]
    public async Task A_result_that_the_provider_no_longer_knows_is_expired()
    {
        await using var rig = await EngineRig.StartAsync();
        var task = await FinishedAsync(rig) with { SubmittedAt = DateTimeOffset.UtcNow.AddHours(-24) };
        rig.Server.Faults.Add(new FaultRule { Kind = FaultKind.ExpireEarly });
        rig.Server.Faults.Add(new FaultRule { Kind = FaultKind.UnknownOnce });

        var sink = await SaveAsync(rig, task);

        Assert.Equal("Wan.Storage.Expired", Assert.Single(sink.Errors).ErrorId);
        Assert.Equal(WanTaskState.Expired, (await rig.KnownAsync(task)).State);
    }

    [Fact]
    public async Task A_storage_that_refuses_every_url_of_a_known_task_does_not_make_it_lost()
    {
        // A proxy that blocks the storage answers the same way; the job must not be paid again for that.
        await using var rig = await EngineRig.StartAsync();
        var task = await FinishedAsync(rig);
        rig.Server.Faults.Add(new FaultRule { Kind = FaultKind.ExpireEarly });

        var refused = await SaveAsync(rig, task);
        rig.Server.Faults.Clear();

        Assert.Equal("Wan.Storage.Expired", Assert.Single(refused.Errors).ErrorId);
        Assert.Equal(WanTaskState.Completed, (await rig.KnownAsync(task)).State);
        Assert.Single((await SaveAsync(rig, await rig.StartAsync("fox"))).Assets);
        Assert.Single(rig.Server.Log.Of("video.submit"));
    }

    [Theory]
    [InlineData(FaultKind.SwappedBody)]
    [InlineData(FaultKind.WrongChecksum)]
    public async Task Other_bytes_than_the_storage_states_are_fetched_anew_once(FaultKind kind)
    {
        await using var rig = await EngineRig.StartAsync();
        var task = await FinishedAsync(rig);
        rig.Server.Faults.Add(new FaultRule { Kind = kind, Count = 1 });

        Assert.Single((await SaveAsync(rig, task)).Assets);
        Assert.Equal(2, rig.Server.Log.Of("result.get").Count);
    }

    [Theory]
    [InlineData(FaultKind.SwappedBody)]
    [InlineData(FaultKind.WrongChecksum)]
    public async Task Other_bytes_every_time_are_never_stored_and_the_task_stays_complete(FaultKind kind)
    {
        await using var rig = await EngineRig.StartAsync();
        var task = await FinishedAsync(rig);
        rig.Server.Faults.Add(new FaultRule { Kind = kind });

        var sink = await SaveAsync(rig, task);

        Assert.Equal("Wan.Storage.ChecksumMismatch", Assert.Single(sink.Errors).ErrorId);
        Assert.Empty(Directory.GetFiles(OutOf(rig)));
        Assert.Equal(WanTaskState.Completed, (await rig.KnownAsync(task)).State);
    }

    [Fact]
    public async Task What_is_stored_already_counts_as_a_file_too()
    {
        await using var rig = await EngineRig.StartAsync();
        await SaveAsync(rig, await FinishedAsync(rig));

        var sink = await SaveAsync(rig, await rig.StartAsync("fox"));

        // A progress of more files done than there are would end the pipeline.
        Assert.True(Assert.Single(sink.Assets).AlreadyStored);
        Assert.Equal(1, sink.Files);
    }

    [TinyDiskFact]
    public async Task A_full_disk_leaves_the_task_complete_and_the_download_resumable()
    {
        await using var rig = await EngineRig.StartAsync(resultPadding: 400_000);
        using var disk = new TinyDisk("128k");
        var task = await FinishedAsync(rig);

        var full = await SaveAsync(rig, task, disk.Folder);
        var state = (await rig.KnownAsync(task)).State;
        disk.Grow("4m");
        var after = await SaveAsync(rig, await rig.StartAsync("fox"), disk.Folder);

        Assert.Equal("Wan.Storage.DiskFull", Assert.Single(full.Errors).ErrorId);
        Assert.Equal(WanTaskState.Completed, state);
        Assert.Single(after.Assets);
        Assert.NotNull(rig.Server.Log.Of("result.get")[^1].Range);
        Assert.Single(rig.Server.Log.Of("video.submit"));
    }

    private static async Task<WanTask> FinishedAsync(EngineRig rig) => await rig.WaitAsync(await rig.StartAsync("fox"));

    private static string OutOf(EngineRig rig) => Path.Combine(rig.Folder, "out");

    internal static async Task<RecordingSink> SaveAsync(EngineRig rig, WanTask task, string? folder = null)
    {
        var contract = rig.Client.Bundle.Contract;
        using var workers = new SemaphoreSlim(2);
        var saver = new ResultSaver(new ResultStore(rig.Host.Http, contract, rig.Host.Time), new ResultPlanner(rig.Host.Time), workers, contract, rig.Host.LogOf(null, null, contract, new NoLog()), rig.Host.Time);
        var sink = new RecordingSink();
        await saver.SaveAsync(rig.Client, task, new SaveOptions(folder ?? OutOf(rig)), sink, CancellationToken.None);
        return sink;
    }
}
