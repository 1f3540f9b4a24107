using Microsoft.Extensions.Time.Testing;
using Wan27.Engine.Profiles;
using Wan27.Engine.Tasks;

namespace Wan27.Engine.Tests.Tasks;

/// <summary>However many waits an account has, its query budget is shared by all of them.</summary>
public sealed class WaitPaceTests
{
    private const double PerSecond = 2;
    private const int Many = 40;
    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(50);

    [Fact]
    public async Task Each_further_wait_slows_the_looks_down_until_it_has_ended()
    {
        await using var rig = await EngineRig.StartAsync();
        var clock = new FakeTimeProvider(TimeProvider.System.GetUtcNow());
        var gate = new RecordingGate(clock);
        var host = new EngineHost(clock, stateFolder: Path.Combine(rig.Folder, "waiting"), gate: gate);
        using var journal = (IDisposable)host.Journal;
        var client = new WanClient(host, Bundle.Resolve(rig.Profile with { QueryRate = PerSecond }, readSecret: null), new NoLog());
        var ids = new List<string>();
        for (var number = 0; number <= Many; number++)
        {
            ids.Add((await rig.StartAsync()).TaskId!);
        }

        // Without a context of the test's, what is due is done within Advance.
        await Task.Run(async () =>
        {
            var begun = clock.GetTimestamp();
            var waits = ids.Take(Many).Select(Wait).ToArray();
            Pass(TimeSpan.FromSeconds(Many / PerSecond * 1.1) + Step);
            await Task.WhenAll(waits);

            var looks = gate.Passed.Select(time => time - begun).Select(static ticks => TimeSpan.FromTicks(ticks).TotalSeconds).Order().ToArray();
            Assert.Equal(Many, looks.Length);
            Assert.All(looks.Select(static (seconds, index) => (seconds, share: (index + 1) / PerSecond)), static look
                => Assert.InRange(look.seconds, look.share * 0.9, (look.share * 1.1) + Step.TotalSeconds));

            // The last one has the whole budget for itself.
            var alone = Wait(ids[Many]);
            Pass(TimeSpan.FromSeconds(1 / PerSecond * 1.1) + Step);
            Assert.Equal(Many + 1, gate.Passed.Count);
            await alone;
        });

        Task<WanTask> Wait(string id)
            => client.WaitAsync(TaskStates.FromId(id, client.Bundle) with { Route = WanRoutes.ImageToVideo, Model = "wan2.7-i2v" }, null, static _ => { }, new NoLog(), CancellationToken.None);

        void Pass(TimeSpan span)
        {
            for (var passed = TimeSpan.Zero; passed < span; passed += Step)
            {
                clock.Advance(Step);
            }
        }
    }
}
