using Wan27.Engine.Results;

namespace Wan27.Engine.Tests.Results;

public sealed class StorageFaultTests : IDisposable
{
    private static readonly StoredObject Clip = StoredObject.OfLength(3_000_000);

    private readonly ResultRig _rig = new();

    public void Dispose() => _rig.Dispose();

    [TinyDiskFact]
    public async Task A_full_disk_is_named_and_the_part_goes_on_once_there_is_room()
    {
        using var disk = new TinyDisk("1m");
        await using var server = new LoopbackServer(Clip.Answer);
        var plan = new ResultPlanner(TimeProvider.System).For(ResultRig.Task(server.Url("/clip.mp4")), new SaveOptions(disk.Folder))[0];

        var failed = await Assert.ThrowsAsync<WanException>(() => _rig.SaveAsync(plan));
        disk.Grow("8m");
        var stored = await _rig.SaveAsync(plan);

        Assert.Equal("Wan.Storage.DiskFull", failed.Error.ErrorId);
        Assert.Contains("kept", failed.Message, StringComparison.Ordinal);
        Assert.Equal(Clip.Sha256, stored.Sha256);
        Assert.InRange(server.Requests.Last().From, 1, 1 << 20);
    }

    [Fact]
    public async Task A_folder_that_vanishes_during_the_download_is_named()
    {
        await using var server = new LoopbackServer(Clip.Answer);
        var bytes = new RecordedProgress { On = position => { if (position == Clip.Content.Length) { Directory.Delete(_rig.Folder, recursive: true); } } };

        var failed = await Assert.ThrowsAsync<WanException>(() => _rig.SaveAsync(_rig.Plan(ResultRig.Task(server.Url("/clip.mp4"))), bytes));

        Assert.Equal("Wan.Storage.FolderGone", failed.Error.ErrorId);
    }

    [Fact]
    public async Task A_destination_that_is_a_file_is_named()
    {
        await File.WriteAllTextAsync(_rig.PathOf("file"), "x");

        Assert.Equal("Wan.Storage.NotAFolder", await FailAsync(_rig.PathOf("file")));
        Assert.Equal("Wan.Storage.NotAFolder", await FailAsync(_rig.PathOf("file/below")));
    }

    [Fact]
    public async Task A_relative_destination_is_refused()
        => Assert.Equal("Wan.Storage.InvalidDestination", await FailAsync("out"));

    [Fact]
    public async Task A_target_that_is_a_folder_is_named()
    {
        Directory.CreateDirectory(_rig.PathOf("fox.mp4"));
        await using var server = new LoopbackServer(Clip.Answer);

        var failed = await Assert.ThrowsAsync<WanException>(() => _rig.SaveAsync(server.Url("/clip.mp4")));

        Assert.Equal("Wan.Storage.TargetIsFolder", failed.Error.ErrorId);
    }

    [Fact]
    public async Task A_path_that_is_too_long_is_named()
        => Assert.Equal("Wan.Storage.PathTooLong", await FailAsync(_rig.PathOf(new string('x', 300))));

    [Fact]
    public async Task A_download_that_another_process_is_at_is_left_alone()
    {
        await using var server = new LoopbackServer(Clip.Answer);
        await using var held = PartFile.Open(_rig.PathOf("fox.mp4"));

        var failed = await Assert.ThrowsAsync<WanException>(() => _rig.SaveAsync(server.Url("/clip.mp4")));

        Assert.Equal("Wan.Storage.InUse", failed.Error.ErrorId);
        Assert.Empty(server.Requests);
    }

    [Fact]
    public void A_refused_permission_is_named()
        => Assert.Equal("Wan.Storage.AccessDenied", StorageFault.Explain(new UnauthorizedAccessException(), _rig.PathOf("x")).Error.ErrorId);

    private async Task<string> FailAsync(string destination)
    {
        var plan = new ResultPlanner(TimeProvider.System).For(ResultRig.Task("https://storage.example/clip.mp4"), new SaveOptions(destination))[0];
        return (await Assert.ThrowsAsync<WanException>(() => _rig.SaveAsync(plan))).Error.ErrorId;
    }
}
