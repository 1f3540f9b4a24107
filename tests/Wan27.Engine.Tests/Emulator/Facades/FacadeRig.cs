using System.Text;
using System.Text.Json.Nodes;
using Wan27.Emulator;
using Wan27.Engine.Tests.Samples;

namespace Wan27.Engine.Tests.Emulator.Facades;

/// <summary>An emulator whose clock stands still, spoken to as a wrapper provider's client does.</summary>
internal sealed class FacadeRig : IAsyncDisposable
{
    private static readonly Dictionary<string, string> Hosts = new()
    {
        ["queue.fal.run"] = "/fal",
        ["rest.fal.ai"] = "/fal",
        ["api.replicate.com"] = "/replicate",
        ["api.novita.ai"] = "/novita",
        ["api.wavespeed.ai"] = "/wavespeed",
    };

    private FacadeRig(EmulatedService service) => Service = service;

    public EmulatedService Service { get; }

    public EmulatorServer Server => Service.Server;

    public LogEntry LastEntry => Server.Log.Entries[^1];

    public static async Task<FacadeRig> StartAsync(Func<EmulatorOptions, EmulatorOptions>? change = null) => new(await EmulatedService.StartAsync(change));

    /// <summary>The path below the facade for an address of the provider's.</summary>
    public static string PathOf(string url)
    {
        var address = new Uri(url);
        return Hosts[address.Host] + address.PathAndQuery;
    }

    public string KeyOf(string provider)
        => (provider == "fal" ? "Key " : "Bearer ") + Server.Providers.Single(entry => entry.Name == provider).ApiKey;

    /// <summary>Sends a sample's request, with what a test changes in it.</summary>
    public Task<Reply> SendAsync(string sample, Action<JsonObject>? change = null, string? id = null, IReadOnlyDictionary<string, string>? more = null)
    {
        var request = Sample.Wrapper(sample).Root["request"]!;
        var url = PathOf(request["url"]!.GetValue<string>());
        var body = request["body"]?.DeepClone().AsObject();
        if (body is not null)
        {
            change?.Invoke(body);
        }

        var headers = request["headers"]!.AsObject().ToDictionary(static header => header.Key, static header => header.Value!.GetValue<string>());
        foreach (var (name, value) in more ?? new Dictionary<string, string>())
        {
            headers[name] = value;
        }

        return SendAsync(request["method"]!.GetValue<string>(), id is null ? url : WithId(url, id), headers, body);
    }

    public Task<Reply> SendAsync(string method, string url, IReadOnlyDictionary<string, string> headers, JsonNode? body = null)
        => SendAsync(method, url, headers, body is null ? null : Encoding.UTF8.GetBytes(body.ToJsonString()));

    public async Task<Reply> SendAsync(string method, string url, IReadOnlyDictionary<string, string> headers, byte[]? body)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), url);
        if (body is not null)
        {
            request.Content = new ByteArrayContent(body);
        }

        foreach (var (name, value) in headers)
        {
            if (!request.Headers.TryAddWithoutValidation(name, value))
            {
                request.Content?.Headers.TryAddWithoutValidation(name, value);
            }
        }

        using var response = await Service.Client.SendAsync(request);
        return await Reply.OfAsync(response);
    }

    public Task<Reply> AsAsync(string provider, string method, string path, JsonNode? body = null)
        => SendAsync(method, $"/{provider}{path}", new Dictionary<string, string> { ["Authorization"] = KeyOf(provider), ["Content-Type"] = "application/json" }, body);

    /// <summary>Submits a sample's job and gives its id.</summary>
    public async Task<string> SubmitAsync(string sample, Action<JsonObject>? change = null, IReadOnlyDictionary<string, string>? more = null)
    {
        var reply = await SendAsync(sample, change, more: more);
        Assert.True(reply.Status is 200 or 201, reply.Text);
        var json = reply.Json;
        return (json["request_id"] ?? json["task_id"] ?? json["id"] ?? json["data"]!["id"])!.GetValue<string>();
    }

    public void Pass(double seconds) => Service.Clock.Advance(TimeSpan.FromSeconds(seconds));

    public ValueTask DisposeAsync() => Service.DisposeAsync();

    private static string WithId(string url, string id)
    {
        var invented = url.Contains("task_id=", StringComparison.Ordinal) ? url[(url.IndexOf("task_id=", StringComparison.Ordinal) + 8)..]
            : url.Split('/', '?').First(static part => part.StartsWith("5c0e7a1", StringComparison.Ordinal) || part.StartsWith("k3v0a1", StringComparison.Ordinal) || part.StartsWith("pred_", StringComparison.Ordinal));
        return url.Replace(invented, id, StringComparison.Ordinal);
    }
}
