using Wan27.Engine.Media;
using Wan27.Engine.Stores;
using Wan27.Engine.Tests.Results;

namespace Wan27.Engine.Tests.Stores;

/// <summary>What is found in objects of a real server, held against what is found in the same files on disk.</summary>
[Collection(SwiftTests.Name)]
public sealed class StoredProbeTests(SwiftServer server)
{
    [SwiftFact]
    public async Task Every_kind_of_file_is_read_and_judged_as_on_disk()
    {
        using var rig = await StoreRig.StartAsync(server);
        await StoreSuite.Reads_files_as_from_disk(rig);
    }

    [SwiftFact]
    public async Task Of_a_large_film_little_travels()
    {
        using var rig = await StoreRig.StartAsync(server);
        var film = ResultFiles.Film(StoreSuite.LargeLength);
        await rig.PutAsync("large.mp4", film);
        var version = await new StoredInput(rig.Store, "large.mp4", TimeProvider.System).LookAsync(default);
        var travelled = 0L;
        using var counted = new ObjectStream(
            async (offset, target, ct) =>
            {
                var count = await rig.Store.ReadAsync("large.mp4", version.Tag, offset, target, ct);
                travelled += count;
                return count;
            },
            version.Length, default);

        var facts = await Task.Run(() => MediaProbe.Read(counted, "large.mp4"));

        Assert.Equal((film.Length, MediaFormat.Mp4), (facts.Length, facts.Format));
        Assert.NotNull(facts.Duration);
        Assert.InRange(travelled, 1, 500_000);
    }

    [SwiftFact]
    public async Task An_object_that_is_replaced_while_it_is_read_is_not_read_in_halves()
    {
        using var rig = await StoreRig.StartAsync(server);
        await rig.PutAsync("fox.png", new byte[200_000]);
        var version = await new StoredInput(rig.Store, "fox.png", TimeProvider.System).LookAsync(default);
        await rig.PutAsync("fox.png", [.. Enumerable.Repeat((byte)1, 200_000)], overwrites: true);

        var changed = await Assert.ThrowsAsync<WanException>(() => rig.Store.ReadAsync("fox.png", version.Tag, 100_000, new byte[10], default));

        Assert.Equal(("Wan.Storage.StoreObjectChanged", WanBoundary.Storage), (changed.Error.ErrorId, changed.Error.Boundary));
    }

    [SwiftFact]
    public async Task What_was_seen_a_moment_ago_is_not_asked_for_again()
    {
        using var rig = await StoreRig.StartAsync(server);
        await rig.PutAsync("fox.png", new byte[10]);
        var clock = new Microsoft.Extensions.Time.Testing.FakeTimeProvider(DateTimeOffset.UtcNow);
        var input = new StoredInput(rig.Store, "fox.png", clock);
        var first = await input.LookAsync(default);
        await rig.PutAsync("fox.png", new byte[11], overwrites: true);

        Assert.Equal(first, await input.LookAsync(default));
        clock.Advance(TimeSpan.FromSeconds(31));
        Assert.Equal(11, (await input.LookAsync(default)).Length);
        await rig.Store.DeleteAsync("fox.png", default);
        clock.Advance(TimeSpan.FromSeconds(31));
        var gone = await Assert.ThrowsAsync<WanException>(() => input.LookAsync(default));
        Assert.Equal($"Store 'media' has no object 's3://{rig.Bucket}/fox.png'.", gone.Message);
    }
}
