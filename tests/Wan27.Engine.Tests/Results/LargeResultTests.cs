namespace Wan27.Engine.Tests.Results;

[Collection(RunsAlone.Name)]
public sealed class LargeResultTests
{
    [Fact]
    public async Task A_large_body_is_never_held_in_memory()
    {
        using var rig = new ResultRig();
        const int megabytes = 200;
        var start = ResultFiles.FilmWithLargeEnd(megabytes << 20, 1 << 20);
        var piece = new byte[1 << 20];
        await using var server = new LoopbackServer(_ => new WireAnswer { Start = start, Body = piece, Repeats = megabytes - 1 }.With("Content-Type", "video/mp4"));
        var before = GC.GetTotalAllocatedBytes(precise: true);

        var stored = await rig.SaveAsync(server.Url("/large.mp4"));

        Assert.Equal((long)megabytes << 20, stored.Length);
        Assert.InRange(GC.GetTotalAllocatedBytes(precise: true) - before, 0, 16 << 20);
    }
}
