using Wan27.Emulator;
using Wan27.Engine.Providers;
using Wan27.Engine.Tests.Results;
using Wan27.Engine.Tests.Tasks;

namespace Wan27.Engine.Tests.Transport;

/// <summary>A wrong clock makes things look older or younger than they are; nothing is given up for that.</summary>
public sealed class ClockTests
{
    private static readonly StoredObject Clip = StoredObject.OfLength(5000);

    [Fact]
    public async Task A_policy_that_the_clock_keeps_too_long_is_replaced_when_the_storage_calls_it_expired()
    {
        var clock = new JumpingClock();
        var policies = 0;
        await using var storage = new LoopbackServer(static request => request.Number == 2
            ? WireAnswer.Text(403, "<Error><Code>AccessDenied</Code><Message>Invalid according to Policy: Policy expired.</Message></Error>")
            : WireAnswer.Text(200));
        await using var service = new ScriptedService(
            _ =>
            {
                policies++;
                return ScriptedService.Json(RedirectTests.Policy(storage.Url("/")));
            },
            time: clock);

        await UploadAsync(service, 1);
        clock.Jump = TimeSpan.FromHours(-1);
        await UploadAsync(service, 2);

        Assert.Equal((2, 3), (policies, storage.Requests.Count));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(-1)]
    public async Task A_policy_is_not_asked_for_again_and_again_under_a_clock_that_is_off_by_an_hour(int hours)
    {
        var policies = 0;
        await using var storage = new LoopbackServer(static _ => WireAnswer.Text(200));
        await using var service = new ScriptedService(
            _ =>
            {
                policies++;
                return ScriptedService.Json(RedirectTests.Policy(storage.Url("/")));
            },
            time: new JumpingClock { Jump = TimeSpan.FromHours(hours) });

        await UploadAsync(service, 1);
        await UploadAsync(service, 2);

        Assert.Equal((1, 2), (policies, storage.Requests.Count));
    }

    [Theory]
    [InlineData(-25)]
    [InlineData(-1)]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(25)]
    public async Task A_cut_off_task_is_found_under_a_clock_that_is_off(int hours)
    {
        await using var rig = await EngineRig.StartAsync(serverTime: new JumpingClock { Jump = TimeSpan.FromHours(hours) });
        rig.Server.Faults.Add(new() { Kind = FaultKind.DropAfterAccept, Count = 1 });
        var cut = await Assert.ThrowsAsync<WanException>(() => rig.StartAsync("fox"));
        Assert.Equal("Wan.Async.SubmitIndeterminate", cut.Error.ErrorId);

        var adopted = await rig.StartAsync("fox", WanOnAmbiguous.Adopt);

        Assert.Equal(WanTaskState.Completed, (await rig.WaitAsync(adopted)).State);
        Assert.Single(rig.Server.Log.Of("video.submit"));
    }

    [Fact]
    public async Task A_task_from_before_the_submit_is_no_candidate()
    {
        var clock = new JumpingClock { Jump = TimeSpan.FromHours(1) };
        await using var rig = await EngineRig.StartAsync(serverTime: clock);
        await rig.Client.Provider.SubmitAsync(rig.Client.Provider.Prepare(EngineRig.Request("somebody else's"), static source => source.Url!), UnnotedDeparture.Instance, CancellationToken.None);
        clock.Jump += TimeSpan.FromSeconds(30);
        rig.Server.Faults.Add(new() { Kind = FaultKind.DropAfterBody, Count = 1 });

        var cut = await Assert.ThrowsAsync<WanException>(() => rig.StartAsync("fox"));

        Assert.Equal("Wan.Async.SubmitIndeterminate", cut.Error.ErrorId);
        Assert.Contains("No task at the provider fits it", cut.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_result_that_only_this_machines_clock_calls_expired_is_fetched()
    {
        var clock = new JumpingClock { Jump = TimeSpan.FromHours(25) };
        using var rig = new ResultRig(time: clock);
        await using var server = new LoopbackServer(Clip.Answer);
        var task = ResultRig.Task(server.Url("/clip.mp4")) with { UrlExpiresAt = TimeProvider.System.GetUtcNow().AddHours(1) };

        Assert.Equal(Clip.Sha256, (await rig.SaveAsync(rig.Plan(task))).Sha256);
    }

    private static async Task UploadAsync(ScriptedService service, byte content)
    {
        var path = Path.Combine(service.Folder, $"in{content}.png");
        File.WriteAllBytes(path, [content]);
        await service.Client.Provider.UploadAsync(path, "wan2.7-i2v", new NoLog(), CancellationToken.None);
    }
}
