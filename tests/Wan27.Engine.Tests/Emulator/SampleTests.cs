using System.Text.Json.Nodes;
using Wan27.Emulator.Media;
using Wan27.Engine.Tests.Samples;

namespace Wan27.Engine.Tests.Emulator;

public sealed class SampleTests
{
    private static readonly byte[] Picture = PngPicture.Encode(1600, 900, "sample", []);

    private static readonly string[] Decided =
    [
        "i2v_bad_combination", "image_async_missing_header", "image_sync_bbox", "image_sync_edit_two_images", "image_sync_error",
        "image_sync_n2_two_choices", "image_sync_palette", "image_sync_sequential", "image_sync_t2i",
    ];

    /// <summary>Submits whose answer follows from the request alone; what moderation, accounts and time decide is scripted elsewhere.</summary>
    public static TheoryData<string> Names => [.. Sample.Names.Where(static name => name.EndsWith("_submit", StringComparison.Ordinal) || Decided.Contains(name))];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task A_documented_request_is_answered_as_documented(string name)
    {
        var sample = Sample.Load(name).Root;
        var request = sample["request"]!;
        await using var service = await EmulatedService.StartAsync();
        var model = request["body"]!["model"]!.GetValue<string>();
        var body = await WithRealMediaAsync(service, model, request["body"]!);

        var headers = request["headers"]!.AsObject();
        var reply = await service.PostAsync(
            new Uri(request["url"]!.GetValue<string>()).AbsolutePath,
            body,
            headers.ContainsKey("X-DashScope-Async"),
            headers.ContainsKey("X-DashScope-OssResourceResolve"));

        var response = sample["response"];
        Assert.True((response?["status"]?.GetValue<int>() ?? 200) == reply.Status, reply.Text);
        Assert.Equal(response?["body"]?["code"]?.GetValue<string>(), reply.Json["code"]?.GetValue<string>());
        Assert.Equal(response?["body"]?["message"]?.GetValue<string>(), reply.Json["message"]?.GetValue<string>());
        Assert.Empty(service.Server.Log.Entries[^1].UnknownFields);
        if (response?["body"]?["output"] is JsonObject output)
        {
            Assert.Equal(output.Select(static field => field.Key).Order(StringComparer.Ordinal), reply.Json["output"]!.AsObject().Select(static field => field.Key).Order(StringComparer.Ordinal));
        }
    }

    /// <summary>Puts real media where the sample elides them.</summary>
    private static async Task<JsonNode> WithRealMediaAsync(EmulatedService service, string model, JsonNode node)
    {
        switch (node)
        {
            case JsonObject fields:
                var copy = new JsonObject();
                foreach (var (name, value) in fields)
                {
                    copy[name] = value is null ? null : await WithRealMediaAsync(service, model, value);
                }

                return copy;
            case JsonArray items:
                var list = new JsonArray();
                foreach (var item in items)
                {
                    list.Add(await WithRealMediaAsync(service, model, item!));
                }

                return list;
            case JsonValue value when value.TryGetValue<string>(out var text) && text.StartsWith("data:", StringComparison.Ordinal):
                return "data:image/png;base64," + Convert.ToBase64String(Picture);
            case JsonValue value when value.TryGetValue<string>(out var text) && text.StartsWith("oss://", StringComparison.Ordinal):
                return await service.UploadedAsync(FileLike(text), Path.GetFileName(text), model);
            default:
                return node.DeepClone();
        }
    }

    private static byte[] FileLike(string name)
        => Path.GetExtension(name) switch
        {
            ".wav" => WavTone.Encode(4),
            ".mp4" => MosaicVideo.Encode(1280, 720, 150, tint: 0),
            _ => Picture,
        };
}
