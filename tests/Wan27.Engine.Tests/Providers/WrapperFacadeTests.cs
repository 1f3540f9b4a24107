using Wan27.Emulator;
using Wan27.Engine.Contract;
using Wan27.Engine.Routes;
using Wan27.Engine.Tasks;
using Wan27.Engine.Tests.Media;
using Wan27.Engine.Tests.Providers.WaveSpeed;
using Wan27.Engine.Tests.Results;
using Wan27.Engine.Tests.Tasks;

namespace Wan27.Engine.Tests.Providers;

/// <summary>The same routes against the emulator's facades, which were built from the same pages by somebody else, and refuse what those do not name.</summary>
public sealed class WrapperFacadeTests
{
    private const string Submits = "video.submit";

    private static readonly IReadOnlyDictionary<string, double> Pace = new[] { "videoedit", "t2v", "r2v" }
        .SelectMany(static route => new[] { $"poll.{route}.first.seconds", $"poll.{route}.seconds" })
        .ToDictionary(static name => name, static _ => 0.01);

    public static TheoryData<string> Routes => [.. WrapperCase.All.Select(static route => route.Submit)];

    public static TheoryData<string, FaultKind> LostSubmits
        => Crossed(WrapperCase.All.Where(static route => route.Provider != "Replicate"), FaultKind.DropAfterAccept, FaultKind.DropAfterBody, FaultKind.StatusAfterAccept, FaultKind.HalfJson);

    public static TheoryData<string, FaultKind> FalseLooks => Crossed(WrapperCase.All, FaultKind.UnknownOnce, FaultKind.FailedOnce, FaultKind.CanceledOnce, FaultKind.HalfJson, FaultKind.DropAfterBody);

    [Theory]
    [MemberData(nameof(Routes))]
    public async Task A_strict_service_takes_the_job_and_makes_its_clip(string name)
    {
        var route = Find(name);
        await using var server = await StartAsync();
        await using var rig = Rig(route, server);

        var ended = await rig.Client.WaitAsync(await rig.StartAsync(route.Request), null, static _ => { }, new NoLog(), CancellationToken.None);

        Assert.Equal(WanTaskState.Completed, ended.State);
        var submit = Assert.Single(server.Log.Entries, static entry => entry.Operation == Submits);
        Assert.Empty(submit.UnknownFields);
        using var client = new HttpClient();
        Assert.NotEmpty(await client.GetByteArrayAsync(new Uri(Assert.Single(ended.ResultUrls))));
    }

    [Theory]
    [MemberData(nameof(LostSubmits))]
    public async Task A_submit_that_was_cut_off_is_never_made_twice(string name, FaultKind fault)
    {
        var route = Find(name);
        await using var server = await StartAsync(new FaultRule { Kind = fault, Operation = Submits, Count = 1 });
        await using var rig = Rig(route, server);

        for (var run = 0; run < 2; run++)
        {
            var open = await Assert.ThrowsAsync<WanException>(() => rig.StartAsync(route.Request, new SubmitOptions { JobKey = "job" }));
            Assert.Equal(WanRetry.Ambiguous, open.Error.Retry);
        }

        Assert.Single(server.Log.Entries, static entry => entry.Operation == Submits);
    }

    [Theory]
    [MemberData(nameof(FalseLooks))]
    public async Task An_end_that_is_said_once_is_not_believed(string name, FaultKind fault)
    {
        var route = Find(name);
        await using var server = await StartAsync(new FaultRule { Kind = fault, Operation = "task.query", Count = 1 });
        await using var rig = Rig(route, server);

        var ended = await rig.Client.WaitAsync(await rig.StartAsync(route.Request), null, static _ => { }, new NoLog(), CancellationToken.None);

        Assert.Equal(WanTaskState.Completed, ended.State);
        Assert.Single(server.Log.Entries, static entry => entry.Operation == Submits);
    }

    [Theory]
    [InlineData("fal_submit_i2v")]
    [InlineData("novita_submit_i2v")]
    [InlineData("replicate_submit_i2v")]
    [InlineData("wavespeed_submit_edit")]
    public async Task A_throttle_is_waited_out_and_makes_one_task(string name)
    {
        var route = Find(name);
        await using var server = await StartAsync(new FaultRule { Kind = FaultKind.Status, Status = 429, RetryAfter = 1, Operation = Submits, Count = 1 });
        await using var rig = Rig(route, server);

        Assert.Equal(WanTaskState.Completed, (await rig.Client.WaitAsync(await rig.StartAsync(route.Request), null, static _ => { }, new NoLog(), CancellationToken.None)).State);
        var sent = server.Log.Entries.Where(static entry => entry.Operation == Submits).ToArray();
        Assert.Equal([false, true], sent.Select(static entry => entry.Accepted));
        Assert.InRange(sent[1].StartedAt - sent[0].StartedAt, TimeSpan.FromSeconds(0.99), TimeSpan.FromMinutes(1));
    }

    [Fact]
    public async Task An_upload_has_the_headers_that_its_ticket_was_signed_for()
    {
        await using var server = await StartAsync();
        await using var rig = Rig(Find("wavespeed_submit_edit"), server);
        var file = Path.Combine(rig.Folder, "reference.png");
        await File.WriteAllBytesAsync(file, [.. HandMade.Png(2, false, 400, 400), .. new byte[1500]]);

        await rig.StartAsync(WaveSpeedRequests.VideoEdit with { ReferenceImages = [MediaSource.Local(file)] });

        Assert.Equal([true, false, true], server.Log.Entries.Select(static entry => entry.HasAuthorization));
        Assert.All(server.Log.Entries, static entry => Assert.Equal(200, entry.Status));
    }

    private static Task<EmulatorServer> StartAsync(params FaultRule[] faults)
        => EmulatorServer.StartAsync(new EmulatorOptions { TaskSeconds = 0.2, PendingTime = TimeSpan.Zero, UseFfmpeg = false, Faults = faults });

    private static WrapperRig Rig(WrapperCase route, EmulatorServer server)
    {
        var played = server.Providers.Single(provider => provider.Name.Equals(route.Provider, StringComparison.OrdinalIgnoreCase));
        return new WrapperRig(route.Provider, static _ => WireAnswer.Text(500), Pace, played.Url, played.ApiKey);
    }

    private static WrapperCase Find(string submit) => WrapperCase.All.First(route => route.Submit == submit);

    private static TheoryData<string, FaultKind> Crossed(IEnumerable<WrapperCase> routes, params FaultKind[] faults)
    {
        var data = new TheoryData<string, FaultKind>();
        foreach (var route in routes)
        {
            foreach (var fault in faults)
            {
                data.Add(route.Submit, fault);
            }
        }

        return data;
    }
}
