using System.Text.Json.Nodes;
using Wan27.Engine.Providers;
using Wan27.Engine.Providers.Exchanges;
using Wan27.Engine.Records;

namespace Wan27.Benchmarks.Scenarios;

/// <summary>A request with nine pictures of 6 MB as data URIs: what its identity, its exchange and its departure allocate beside what goes over the wire.</summary>
internal static class BodyScenario
{
    private const int Rounds = 5;

    public static async Task<IReadOnlyList<Figure>> RunAsync(Bench bench)
    {
        var random = new Random(1);
        var pictures = Enumerable.Range(0, 9).Select(_ =>
        {
            var bytes = new byte[6 << 20];
            random.NextBytes(bytes);
            return $"data:image/png;base64,{Convert.ToBase64String(bytes)}";
        }).ToArray();
        var (own, wire) = (new double[Rounds], new double[Rounds]);
        for (var round = -1; round < Rounds; round++)
        {
            var before = GC.GetTotalAllocatedBytes();
            _ = PlainJson.Hash("route", "model", new Dictionary<string, object?> { ["media"] = pictures.Select(static picture => $"image={picture}").ToArray() });
            var body = new JsonBody(new JsonObject { ["input"] = new JsonObject { ["content"] = new JsonArray([.. pictures.Select(static picture => new JsonObject { ["image"] = picture })]) } });
            using var content = new DepartingContent(body, static () => Task.CompletedTask);
            using var message = new HttpRequestMessage(HttpMethod.Post, "https://dashscope-intl.aliyuncs.com/api/v1") { Content = content };
            _ = await new ExchangeText(null).RequestAsync(message, CancellationToken.None);
            await content.CopyToAsync(Stream.Null);
            if (round >= 0)
            {
                own[round] = (GC.GetTotalAllocatedBytes() - before) / (double)(1 << 20);
                wire[round] = body.Length / (double)(1 << 20);
            }
        }

        return [new("request with nine pictures of 6 MB as data URIs, allocated", "MB", own, "bytes on the wire", wire, 1.4)];
    }
}
