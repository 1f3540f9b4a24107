using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Time.Testing;
using Wan27.Emulator;

namespace Wan27.Engine.Tests.Emulator;

/// <summary>A running emulator with a clock that stands still and a client that speaks plain HTTP to it.</summary>
internal sealed class EmulatedService : IAsyncDisposable
{
    public const string ImageSync = "/api/v1/services/aigc/multimodal-generation/generation";
    public const string ImageAsync = "/api/v1/services/aigc/image-generation/generation";
    public const string Video = "/api/v1/services/aigc/video-generation/video-synthesis";

    private EmulatedService(EmulatorServer server, FakeTimeProvider clock)
    {
        Server = server;
        Clock = clock;
        Client = new HttpClient(new SocketsHttpHandler { UseProxy = false }) { BaseAddress = server.Url, Timeout = TimeSpan.FromSeconds(60) };
    }

    public EmulatorServer Server { get; }

    public FakeTimeProvider Clock { get; }

    public HttpClient Client { get; }

    public static async Task<EmulatedService> StartAsync(Func<EmulatorOptions, EmulatorOptions>? change = null)
    {
        var clock = new FakeTimeProvider(new DateTimeOffset(2026, 11, 5, 2, 0, 3, 576, TimeSpan.Zero));
        var options = new EmulatorOptions { Time = clock, TaskSeconds = 10, UseFfmpeg = false, SyncDelay = TimeSpan.Zero, Seed = 1 };
        return new(await EmulatorServer.StartAsync(change?.Invoke(options) ?? options), clock);
    }

    public async Task<Reply> SendAsync(
        HttpMethod method, string url, JsonNode? body = null, bool async = false, bool resolve = false, string? key = "", Action<HttpRequestMessage>? change = null)
    {
        using var request = new HttpRequestMessage(method, url);
        if (key is not null)
        {
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", key.Length == 0 ? Server.ApiKey : key);
        }

        if (async)
        {
            request.Headers.Add("X-DashScope-Async", "enable");
        }

        if (resolve)
        {
            request.Headers.Add("X-DashScope-OssResourceResolve", "enable");
        }

        if (body is not null)
        {
            request.Content = new StringContent(body.ToJsonString(), Encoding.UTF8, "application/json");
        }

        change?.Invoke(request);
        using var response = await Client.SendAsync(request);
        return await Reply.OfAsync(response);
    }

    public Task<Reply> PostAsync(string path, JsonNode body, bool async = false, bool resolve = false, string? key = "")
        => SendAsync(HttpMethod.Post, path, body, async, resolve, key);

    public Task<Reply> GetAsync(string path, string? key = "") => SendAsync(HttpMethod.Get, path, key: key);

    public Task<Reply> TaskAsync(string id) => GetAsync("/api/v1/tasks/" + id);

    public async Task<string> SubmitAsync(string path, JsonNode body, bool resolve = false)
    {
        var reply = await PostAsync(path, body, async: true, resolve);
        Assert.True(reply.Status == 200, reply.Text);
        return reply.At("output.task_id");
    }

    /// <summary>The answer about a task once its time is over.</summary>
    public async Task<Reply> FinishAsync(string path, JsonNode body)
    {
        var id = await SubmitAsync(path, body);
        Clock.Advance(TimeSpan.FromSeconds(Server.Options.TaskSeconds));
        return await TaskAsync(id);
    }

    /// <summary>The URL of a finished clip.</summary>
    public async Task<string> ClipUrlAsync() => (await FinishAsync(Video, Requests.ImageToVideo())).At("output.video_url");

    public Task<Reply> DownloadAsync(string url, Action<HttpRequestMessage>? change = null)
        => SendAsync(HttpMethod.Get, url, key: null, change: change);

    public async Task<JsonNode> PolicyAsync(string model = "wan2.7-i2v")
        => (await GetAsync($"/api/v1/uploads?action=getPolicy&model={model}")).Json["data"]!;

    public async Task<Reply> UploadAsync(JsonNode policy, byte[] file, string name = "in.png", Action<MultipartFormDataContent>? after = null, Action<Dictionary<string, string>>? change = null)
    {
        var fields = new Dictionary<string, string>
        {
            ["OSSAccessKeyId"] = policy["oss_access_key_id"]!.GetValue<string>(),
            ["Signature"] = policy["signature"]!.GetValue<string>(),
            ["policy"] = policy["policy"]!.GetValue<string>(),
            ["x-oss-object-acl"] = policy["x_oss_object_acl"]!.GetValue<string>(),
            ["x-oss-forbid-overwrite"] = policy["x_oss_forbid_overwrite"]!.GetValue<string>(),
            ["key"] = $"{policy["upload_dir"]}/{name}",
            ["success_action_status"] = "200",
        };
        change?.Invoke(fields);
        var form = new MultipartFormDataContent();
        foreach (var (field, value) in fields)
        {
            form.Add(new StringContent(value), field);
        }

        form.Add(new ByteArrayContent(file), "file", name);
        after?.Invoke(form);
        return await SendAsync(HttpMethod.Post, policy["upload_host"]!.GetValue<string>(), key: null, change: request => request.Content = form);
    }

    /// <summary>Uploads a file and gives its oss:// URL.</summary>
    public async Task<string> UploadedAsync(byte[] file, string name = "in.png", string model = "wan2.7-i2v")
    {
        var policy = await PolicyAsync(model);
        var reply = await UploadAsync(policy, file, name);
        Assert.True(reply.Status == 200, reply.Text);
        return $"oss://{policy["upload_dir"]}/{name}";
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await Server.DisposeAsync();
    }
}
