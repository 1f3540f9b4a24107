using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json.Nodes;
using Wan27.Emulator;

namespace Wan27.Engine.Tests.Emulator;

public sealed class WireTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task Fifty_clients_at_once_are_all_served()
    {
        await using var service = await EmulatedService.StartAsync();

        var ids = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => service.SubmitAsync(EmulatedService.Video, Requests.ImageToVideo())));

        Assert.Equal(50, ids.Distinct().Count());
        Assert.Equal(Enumerable.Range(1, 50).Select(static number => (long)number), service.Server.Log.Entries.Select(static entry => entry.Sequence));
    }

    [Fact]
    public async Task Stopping_ends_a_download_that_is_running()
    {
        var service = await EmulatedService.StartAsync();
        var url = await service.ClipUrlAsync();
        service.Server.Faults.Add(new() { Kind = FaultKind.Slow, BytesPerSecond = 100 });
        using var response = await service.Client.GetAsync(url, HttpCompletionOption.ResponseHeadersRead);
        await using var body = await response.Content.ReadAsStreamAsync();

        await service.Server.DisposeAsync().AsTask().WaitAsync(Patience);

        await Assert.ThrowsAnyAsync<IOException>(() => body.CopyToAsync(Stream.Null));
        await Assert.ThrowsAsync<HttpRequestException>(() => service.GetAsync("/api/v1/tasks/"));
        service.Client.Dispose();
    }

    [Fact]
    public async Task Two_requests_share_a_connection_and_a_chunked_body_is_understood()
    {
        await using var service = await EmulatedService.StartAsync();
        var body = Requests.ImageToVideo().ToJsonString();
        var head = $"POST {EmulatedService.Video} HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {service.Server.ApiKey}\r\nX-DashScope-Async: enable\r\n";
        var chunked = $"{head}Transfer-Encoding: chunked\r\n\r\n{body.Length / 2:x}\r\n{body[..(body.Length / 2)]}\r\n{body.Length - (body.Length / 2):x}\r\n{body[(body.Length / 2)..]}\r\n0\r\n\r\n";
        var sized = $"{head}Content-Length: {body.Length}\r\nConnection: close\r\n\r\n{body}";

        var answers = await TalkAsync(service, chunked + sized);

        Assert.Equal(2, answers.Split("HTTP/1.1 200 OK").Length - 1);
    }

    [Fact]
    public async Task A_client_that_waits_for_leave_to_send_gets_it()
    {
        await using var service = await EmulatedService.StartAsync();
        var body = Requests.ImageToVideo().ToJsonString();

        var answer = await TalkAsync(
            service,
            $"POST {EmulatedService.Video} HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {service.Server.ApiKey}\r\nX-DashScope-Async: enable\r\nExpect: 100-continue\r\nConnection: close\r\nContent-Length: {body.Length}\r\n\r\n{body}");

        Assert.StartsWith("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK", answer, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("nonsense\r\n\r\n", "HTTP/1.1 400")]
    [InlineData("GET / HTTP/1.1\r\nno colon\r\n\r\n", "HTTP/1.1 400")]
    [InlineData("POST / HTTP/1.1\r\nContent-Length: x\r\n\r\n", "HTTP/1.1 400")]
    [InlineData("GET / HTTP/1.1\r\nConnection: close\r\n\r\n", "HTTP/1.1 404")]
    public async Task What_is_no_request_is_answered_and_the_connection_closed(string request, string start)
    {
        await using var service = await EmulatedService.StartAsync();

        Assert.StartsWith(start, await TalkAsync(service, request), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_head_beyond_all_bounds_is_refused()
    {
        await using var service = await EmulatedService.StartAsync();

        Assert.StartsWith("HTTP/1.1 431", await TalkAsync(service, $"GET /{new string('a', 70_000)}"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_list_is_filtered_and_paged()
    {
        await using var service = await EmulatedService.StartAsync();
        for (var index = 0; index < 12; index++)
        {
            await service.SubmitAsync(EmulatedService.Video, Requests.ImageToVideo());
            service.Clock.Advance(TimeSpan.FromMilliseconds(10));
        }

        var edit = await service.SubmitAsync(EmulatedService.Video, Requests.VideoEdit());

        var page = await service.GetAsync("/api/v1/tasks/?page_no=2&page_size=10");
        var one = await service.GetAsync("/api/v1/tasks/?model_name=wan2.7-videoedit&status=PENDING&start_time=20261105100000&end_time=20261105110000");
        var none = await service.GetAsync("/api/v1/tasks/?start_time=20261105090000&end_time=20261105095959");
        var tooWide = await service.GetAsync("/api/v1/tasks/?start_time=20261104000000&end_time=20261105110000");

        Assert.Equal(("13", "2", 3), (page.At("total"), page.At("total_page"), page.Json["data"]!.AsArray().Count));
        Assert.Equal(edit, one.At("data.0.task_id"));
        Assert.Equal("1793844003696", one.At("data.0.gmt_create"));
        Assert.Equal("0", none.At("total"));
        Assert.Equal((400, "InvalidParameter"), (tooWide.Status, tooWide.Code));
    }

    [Fact]
    public async Task The_log_keeps_the_body_with_data_uris_shortened_and_knows_when_a_request_ended()
    {
        await using var service = await EmulatedService.StartAsync();
        var data = "data:image/png;base64," + new string('A', 5000);

        await service.PostAsync(EmulatedService.Video, Requests.ImageToVideo($$"""[{"type": "first_frame", "url": "{{data}}"}]"""), async: true);
        var entry = await service.Server.Log.WaitForAsync(static entry => entry.EndedAt is not null).WaitAsync(Patience);

        Assert.Equal("wan2.7-i2v", entry.Body!.Value.GetProperty("model").GetString());
        Assert.InRange(entry.Body.Value.GetProperty("input").GetProperty("media")[0].GetProperty("url").GetString()!.Length, 30, 100);
        Assert.True(entry.BytesReceived > 5000);
        Assert.True(entry is { AsyncHeader: true, HasAuthorization: true, Model: "wan2.7-i2v", Operation: "video.submit" });
    }

    [Fact]
    public async Task Another_process_reads_the_log_and_scripts_faults_over_http()
    {
        await using var service = await EmulatedService.StartAsync();
        var rule = JsonNode.Parse("""[{"kind": "status", "operation": "task.list", "status": 429, "retryAfter": 3, "count": 1}]""")!;

        var added = await service.SendAsync(HttpMethod.Post, "/_emulator/faults", rule, key: null);
        var hit = await service.GetAsync("/api/v1/tasks/");
        var wrong = await service.SendAsync(HttpMethod.Post, "/_emulator/faults", JsonNode.Parse("""{"kind": "status", "oops": 1}"""), key: null);
        await service.SendAsync(HttpMethod.Post, "/_emulator/faults", rule, key: null);
        await service.SendAsync(HttpMethod.Delete, "/_emulator/faults", key: null);
        var free = await service.GetAsync("/api/v1/tasks/");
        var log = await service.GetAsync("/_emulator/log?after=1");
        var health = await service.GetAsync("/_emulator/health", key: null);

        Assert.Equal(("1", 429, "3"), (added.At("added"), hit.Status, hit.Headers["Retry-After"]));
        Assert.Equal((400, 200), (wrong.Status, free.Status));
        Assert.Equal("2", log.At("entries.0.sequence"));
        Assert.Equal("task.list", log.At("entries.0.operation"));
        Assert.Equal(("ok", "2"), (health.At("status"), health.At("requests")));
    }

    [Fact]
    public async Task The_side_endpoints_name_models_and_limits()
    {
        await using var service = await EmulatedService.StartAsync();

        Assert.Equal("wan2.7-videoedit", (await service.GetAsync("/api/v1/models?model=wan2.7-videoedit")).At("output.models.0.model"));
        Assert.Equal("5", (await service.GetAsync("/api/v1/models/limits?model=wan2.7-videoedit")).At("output.quotas.0.model_limit.request_limit"));
    }

    private static async Task<string> TalkAsync(EmulatedService service, string request)
    {
        using var socket = new TcpClient();
        await socket.ConnectAsync(IPAddress.Loopback, service.Server.Port);
        await using var stream = socket.GetStream();
        await stream.WriteAsync(Encoding.Latin1.GetBytes(request));
        using var reader = new StreamReader(stream, Encoding.Latin1);
        return await reader.ReadToEndAsync().WaitAsync(Patience);
    }
}
