using Wan27.Engine.Results;

namespace Wan27.Engine.Tests.Results;

public sealed class ExistingFileTests : IDisposable
{
    private static readonly StoredObject Clip = StoredObject.OfLength(50_000);

    private readonly ResultRig _rig = new();

    public void Dispose() => _rig.Dispose();

    [Fact]
    public async Task A_stored_result_is_not_even_asked_for_again()
    {
        await using var server = new LoopbackServer(Clip.Answer);
        var first = await _rig.SaveAsync(server.Url("/clip.mp4?s=1"));
        _rig.StartAgain();

        var second = await _rig.SaveAsync(server.Url("/clip.mp4?s=2"));

        Assert.Single(server.Requests);
        Assert.True(second.AlreadyStored);
        Assert.Equal((first.Path, first.Sha256, first.StoredAt, first.MediaType), (second.Path, second.Sha256, second.StoredAt, second.MediaType));
    }

    [Fact]
    public async Task A_result_given_twice_at_once_is_stored_once()
    {
        await using var server = new LoopbackServer(Clip.Answer);

        var stored = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => _rig.SaveAsync(server.Url("/clip.mp4"))));

        Assert.Single(server.Requests);
        Assert.Single(stored, static file => !file.AlreadyStored);
    }

    [Fact]
    public async Task A_stored_file_that_is_gone_is_fetched_again()
    {
        await using var server = new LoopbackServer(Clip.Answer);
        File.Delete((await _rig.SaveAsync(server.Url("/clip.mp4"))).Path);
        _rig.StartAgain();

        Assert.False((await _rig.SaveAsync(server.Url("/clip.mp4"))).AlreadyStored);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task The_same_content_without_a_sidecar_is_kept_and_gets_one(bool sendsChecksum)
    {
        await using var server = new LoopbackServer((Clip with { SendsCrc64 = sendsChecksum }).Answer);
        await File.WriteAllBytesAsync(_rig.PathOf("fox.mp4"), Clip.Content);

        var stored = await _rig.SaveAsync(server.Url("/clip.mp4"));

        Assert.True(stored.AlreadyStored);
        Assert.Equal(Clip.Sha256, stored.Sha256);
        Assert.Equal(["fox.mp4", "fox.mp4.wan.json"], _rig.Names);
    }

    [Theory]
    [InlineData(50_000, true)]
    [InlineData(50_000, false)]
    [InlineData(10, false)]
    public async Task Another_file_of_the_same_name_is_never_overwritten_without_force(int length, bool sendsChecksum)
    {
        await using var server = new LoopbackServer((Clip with { SendsCrc64 = sendsChecksum }).Answer);
        var other = new byte[length];
        new Random(7).NextBytes(other);
        await File.WriteAllBytesAsync(_rig.PathOf("fox.mp4"), other);

        var refused = await Assert.ThrowsAsync<WanException>(() => _rig.SaveAsync(server.Url("/clip.mp4")));

        Assert.Equal("Wan.Storage.FileExists", refused.Error.ErrorId);
        Assert.Contains("-Force", refused.Error.RecommendedAction, StringComparison.Ordinal);
        Assert.Equal(other, await File.ReadAllBytesAsync(_rig.PathOf("fox.mp4")));
    }

    [Fact]
    public async Task Force_replaces_another_file()
    {
        await using var server = new LoopbackServer(Clip.Answer);
        await File.WriteAllTextAsync(_rig.PathOf("fox.mp4"), "something else");

        var stored = await _rig.SaveAsync(server.Url("/clip.mp4"), force: true);

        Assert.False(stored.AlreadyStored);
        Assert.Equal(Clip.Content, await File.ReadAllBytesAsync(stored.Path));
    }

    [Fact]
    public async Task A_stored_file_that_was_changed_is_not_taken_for_the_result()
    {
        await using var server = new LoopbackServer(Clip.Answer);
        var stored = await _rig.SaveAsync(server.Url("/clip.mp4"));
        await File.AppendAllTextAsync(stored.Path, "x");
        _rig.StartAgain();

        Assert.Equal("Wan.Storage.FileExists", (await Assert.ThrowsAsync<WanException>(() => _rig.SaveAsync(server.Url("/clip.mp4")))).Error.ErrorId);
    }

    [Fact]
    public async Task Results_that_compete_for_a_name_in_one_run_are_numbered_and_found_again_in_any_order()
    {
        await using var server = new LoopbackServer(static request => StoredObject.OfLength(5000, seed: request.Path[^5]).Answer(request));
        Task<StoredFile> Save(int task) => _rig.SaveAsync(_rig.Plan(ResultRig.Task(server.Url($"/{task}.mp4"), $"task-{task}"), "SAME{Ext}"));

        var first = await Task.WhenAll(Save(1), Save(2), Save(3));
        _rig.StartAgain();
        var again = new[] { await Save(3), await Save(1), await Save(2) };

        Assert.Equal(["SAME-2.mp4", "SAME-3.mp4", "SAME.mp4"], first.Select(static file => file.Name).Order(StringComparer.Ordinal));
        Assert.All(again, static file => Assert.True(file.AlreadyStored));
        Assert.Equal(3, server.Requests.Count);
        Assert.Equal(first.Select(static file => file.Sha256).Order(StringComparer.Ordinal), again.Select(static file => file.Sha256).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Names_that_differ_in_case_only_count_as_one()
    {
        var names = new NameReservations();

        Assert.True(names.TryTake("/out/Fox.mp4", "a"));
        Assert.False(names.TryTake("/out/fox.mp4", "b"));
        Assert.True(names.TryTake("/out/FOX.mp4", "a"));
    }
}
