using Wan27.Emulator;
using Wan27.Engine.Profiles;
using Wan27.Engine.Tasks;
using Wan27.Engine.Tests.Providers;

namespace Wan27.Engine.Tests.Tasks;

public sealed class JudgedOnceTests : IAsyncLifetime
{
    private readonly CountedKind _kind = new("DashScope");
    private readonly CountedRequest _request = new(EngineRig.Request()) { Model = "wan2.7-i2v", Prompt = "turn" };
    private EngineRig _rig = null!;
    private WanClient _client = null!;

    public async Task InitializeAsync()
    {
        _rig = await EngineRig.StartAsync();
        var host = new EngineHost(TimeProvider.System, stateFolder: Path.Combine(_rig.Folder, "state"), providers: [_kind]);
        _client = new WanClient(host, Bundle.Resolve(_rig.Profile, readSecret: null), new NoLog());
    }

    public async Task DisposeAsync() => await _rig.DisposeAsync();

    [Fact]
    public async Task A_dry_run_judges_once_and_builds_no_body()
    {
        (await JudgeAsync(new SubmitOptions())).Rehearse(new NoLog());

        Assert.Equal((1, 0), (_request.Checks, _kind.Calls.GetValueOrDefault("Prepare")));
    }

    [Fact]
    public async Task A_submit_judges_once_and_builds_its_body_once()
    {
        var task = await _client.StartAsync(await JudgeAsync(new SubmitOptions()), new NoLog(), CancellationToken.None);

        Assert.Equal(WanTaskState.Submitted, task.State);
        Assert.Equal((1, 1), (_request.Checks, _kind.Calls.GetValueOrDefault("Prepare")));
    }

    [Fact]
    public async Task A_submit_that_is_sent_again_at_the_users_word_sends_the_body_of_the_first()
    {
        _rig.Server.Faults.Add(new FaultRule { Kind = FaultKind.DropAfterBody, Operation = "video.submit", Count = 1 });

        await _client.StartAsync(await JudgeAsync(new SubmitOptions { JobKey = "fox", OnAmbiguous = WanOnAmbiguous.Resubmit }), new NoLog(), CancellationToken.None);

        Assert.Equal((1, 1, 2), (_request.Checks, _kind.Calls["Prepare"], _kind.Calls["SubmitAsync"]));
    }

    [Fact]
    public async Task A_job_that_is_handed_out_again_is_judged_once_and_builds_no_body()
    {
        var options = new SubmitOptions { JobKey = "fox" };
        var first = await _client.StartAsync(await JudgeAsync(options), new NoLog(), CancellationToken.None);

        var again = await _client.StartAsync(await JudgeAsync(options), new NoLog(), CancellationToken.None);

        Assert.Equal(first.TaskId, again.TaskId);
        Assert.Equal((2, 1), (_request.Checks, _kind.Calls["Prepare"]));
    }

    private Task<JudgedRequest> JudgeAsync(SubmitOptions options) => _client.JudgeAsync(_request, options, CancellationToken.None);
}
