using System.Net;
using System.Net.Sockets;
using System.Text.Json.Nodes;
using Wan27.Emulator;
using Wan27.Engine.Providers;
using Wan27.Engine.Providers.DashScope;
using Wan27.Engine.Tasks;
using Wan27.Engine.Tasks.Journal;
using Wan27.Engine.Tests.Results;
using Wan27.Engine.Tests.Transport;

namespace Wan27.Engine.Tests.Tasks;

/// <summary>
/// The journal calls a submit possible from the moment its body leaves until it is proven that it made nothing: a kill at any other
/// moment leaves no doubt.
/// </summary>
public sealed class DepartureTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task A_kill_in_the_pause_of_a_throttle_leaves_a_job_that_was_never_sent()
    {
        await using var rig = await EngineRig.StartAsync();
        rig.Server.Faults.Add(new FaultRule { Kind = FaultKind.Status, Status = 429, Operation = "video.submit", RetryAfter = 3600, Count = 1 });
        using (var child = new ChildProcess("submit", rig.Server.Url + "api/v1", rig.Folder, "fox"))
        {
            await rig.Server.Log.WaitForAsync(static entry => entry is { Operation: "video.submit", Status: 429 });
            await Until(async () => (await RowAsync(rig.Journal)).Task.SubmittedAt is null);
            await child.KillAsync();
        }

        // The service's pause holds for all processes of the account; this one cannot wait an hour.
        Directory.GetFiles(Path.Combine(rig.Folder, "state"), "rates.db*").ToList().ForEach(File.Delete);

        var task = await rig.StartAsync("fox");

        Assert.Equal(WanTaskState.Submitted, task.State);
        Assert.Equal([429, 200], rig.Server.Log.Of("video.submit").Select(static entry => entry.Status));
        Assert.Empty(rig.Server.Log.Of("task.list"));
    }

    [Fact]
    public async Task A_kill_while_the_connection_comes_about_leaves_a_job_that_was_never_sent()
    {
        await using var rig = await EngineRig.StartAsync();
        using var mute = new TcpListener(IPAddress.Loopback, 0);
        mute.Start();

        // It accepts the connection and never answers the greeting of the encryption.
        using (var child = new ChildProcess("submit", $"https://{mute.LocalEndpoint}/api/v1", rig.Folder, "fox"))
        {
            using var connection = await mute.AcceptTcpClientAsync().WaitAsync(Patience);
            await connection.GetStream().ReadExactlyAsync(new byte[1]);

            Assert.Null((await RowAsync(rig.Journal)).Task.SubmittedAt);
            await child.KillAsync();
        }

        Assert.True((await RowAsync(rig.Journal)).WasNeverSent);
        Assert.Equal(WanTaskState.Submitted, (await rig.StartAsync("fox")).State);
    }

    [Theory]
    [InlineData("https://no-such-host.invalid/api/v1", "Wan.Service.HostUnknown")]
    [InlineData("http://127.0.0.1:9/api/v1", "Wan.Service.Unreachable")]
    public async Task What_found_no_connection_is_not_noted_as_leaving(string endpoint, string errorId)
    {
        await using var rig = await EngineRig.StartAsync();
        var client = EngineRig.ClientOf(endpoint, rig.Folder, rig.Host);

        var failed = await Assert.ThrowsAsync<WanException>(() => client.StartAsync(EngineRig.Request(), new SubmitOptions { JobKey = "fox" }, new NoLog(), CancellationToken.None));

        var row = await RowAsync(rig.Journal);
        Assert.Equal((errorId, WanTaskState.Failed, null), (failed.Error.ErrorId, row.Task.State, row.Task.SubmittedAt));
    }

    [Fact]
    public async Task What_arrives_has_been_noted_on_disk_before()
    {
        DateTimeOffset? noted = null;
        ScriptedService? service = null;
        service = new ScriptedService(request =>
        {
            if (request.Method == "POST")
            {
                // Another journal of the same file sees what is committed, and nothing else.
                using var other = new SqliteTaskJournal(Path.Combine(service!.Folder, "state"), TimeProvider.System);
                noted = other.QueryAsync(new JournalFilter()).AsTask().GetAwaiter().GetResult()[0].Task.SubmittedAt;
            }

            return ScriptedService.Json(new { output = new { task_id = "task-1", task_status = "PENDING" }, request_id = "r-1" });
        });
        await using (service)
        {
            await service.StartAsync("fox");

            Assert.NotNull(noted);
        }
    }

    [Fact]
    public async Task What_cannot_be_noted_does_not_leave()
    {
        await using var service = new ScriptedService(static _ => ScriptedService.EmptyList());
        var prepared = service.Client.Provider.Prepare(EngineRig.Request(), static source => source.Url!);

        var failed = await service.FailsAsync(client => client.Provider.SubmitAsync(prepared, new FailingDeparture(), CancellationToken.None));

        Assert.Equal("Wan.Storage.JournalFull", failed.Error.ErrorId);
        Assert.Empty(service.Submits);
    }

    [Fact]
    public async Task A_body_that_was_cut_off_on_its_way_made_nothing()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Server.ReceiveBufferSize = 64 * 1024;
        listener.Start();
        await using var rig = await EngineRig.StartAsync();
        var client = EngineRig.ClientOf($"http://{listener.LocalEndpoint}/api/v1", rig.Folder, rig.Host);

        // More than the buffers of both ends hold.
        var body = new JsonObject { ["model"] = "wan2.7-i2v", ["input"] = new string('x', 8 * 1024 * 1024) };
        var submit = client.Provider.SubmitAsync(new DashScopeRequest("wan2.7-i2v", "/services/x", IsAsync: true, body, ResolvesOss: false), UnnotedDeparture.Instance, CancellationToken.None);
        using (var connection = await listener.AcceptTcpClientAsync().WaitAsync(Patience))
        {
            await connection.GetStream().ReadExactlyAsync(new byte[1024]);
            connection.LingerState = new LingerOption(true, 0);
        }

        var failed = await Assert.ThrowsAsync<WanException>(() => submit.WaitAsync(Patience));

        Assert.Equal(("Wan.Service.ConnectionLost", WanRetry.Safe), (failed.Error.ErrorId, failed.Error.Retry));
        Assert.Equal("The connection was cut before the whole request had left; nothing was created.", failed.Message);
    }

    [Fact]
    public async Task A_submit_that_is_given_up_while_it_connects_never_leaves()
    {
        using var mute = new TcpListener(IPAddress.Loopback, 0);
        mute.Start();
        await using var rig = await EngineRig.StartAsync();
        var client = EngineRig.ClientOf($"https://{mute.LocalEndpoint}/api/v1", rig.Folder, rig.Host);
        using var stop = new CancellationTokenSource();
        var submit = client.StartAsync(EngineRig.Request(), new SubmitOptions { JobKey = "fox" }, new NoLog(), stop.Token);
        using var connection = await mute.AcceptTcpClientAsync().WaitAsync(Patience);

        await stop.CancelAsync();

        // Sooner than any attempt to connect ends by itself.
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => submit.WaitAsync(TimeSpan.FromSeconds(10)));
        var row = await RowAsync(rig.Journal);
        Assert.Equal((WanTaskState.Canceled, "Wan.Async.NeverSent"), (row.Task.State, row.Task.Error?.ErrorId));
    }

    private static async Task<JournalEntry> RowAsync(ITaskJournal journal) => Assert.Single(await journal.QueryAsync(new JournalFilter()));

    private static async Task Until(Func<Task<bool>> condition)
    {
        using var limit = new CancellationTokenSource(Patience);
        while (!await condition())
        {
            await Task.Delay(TimeSpan.FromMilliseconds(20), limit.Token);
        }
    }

    /// <summary>A journal whose disk is full at that very moment.</summary>
    private sealed class FailingDeparture : IDeparture
    {
        public Task LeavingAsync()
            => throw new WanException(new WanError { ErrorId = "Wan.Storage.JournalFull", Boundary = WanBoundary.Storage, Message = "The disk is full." });

        public Task TurnedAwayAsync() => Task.CompletedTask;
    }
}
