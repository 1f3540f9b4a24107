using System.Text.Json;
using Wan27.Engine.Records;
using Wan27.Engine.Results;
using Wan27.Engine.Tests.Results;
using Wan27.Engine.Tests.Tasks;

namespace Wan27.Engine.Tests.Transport;

/// <summary>What a server says reaches screens and files without anything that steers a terminal or turns text around.</summary>
public sealed class ServerTextTests
{
    // Colour, a window title and a link by OSC, the C1 forms of both, a bell, a line feed without its line, and marks of direction.
    private const string Evil = "\u001b[31m\u001b]0;owned\u0007\u001b]8;;http://evil.example\u001b\\\u009b2J\u009d0;x\u009c\b\r\u007f\0\u202egpj\u2066\u2069\u200f\u061c\u2028";

    [Fact]
    public async Task A_refusal_is_clean_wherever_it_is_read()
    {
        await using var service = new ScriptedService(static _ => ScriptedService.Json(new { code = $"Invalid{Evil}Parameter", message = $"one{Evil}\ntwo", request_id = $"r{Evil}1" }, 400));

        var refused = await service.FailsAsync(_ => service.StartAsync("fox"));

        AssertClean(refused.Error);
        var kept = Assert.Single(await service.Journal.QueryAsync(new())).Task;
        AssertClean(kept.Error!);
        AssertClean([kept.RequestId, kept.Error!.Code, kept.Error.ProviderMessage]);
        Assert.Contains('\n', refused.Error.ProviderMessage!);
    }

    [Fact]
    public async Task A_task_is_clean_from_its_submit_to_its_sidecar()
    {
        var clip = StoredObject.OfLength(5000);
        LoopbackServer? server = null;
        await using var service = new ScriptedService(request => request switch
        {
            { Method: "POST" } => ScriptedService.Json(new { request_id = $"r{Evil}1", output = new { task_id = "t-1", task_status = $"PEN{Evil}DING" } }),
            { Path: var path } when path.StartsWith("/clip.mp4", StringComparison.Ordinal) => clip.Answer(request),
            _ => ScriptedService.Json(new { request_id = $"r{Evil}2", output = new { task_id = "t-1", task_status = "SUCCEEDED", orig_prompt = $"p{Evil}", video_url = server!.Url("/clip.mp4") + Evil } }),
        });
        server = service.Server;

        var submitted = await service.StartAsync("fox");
        var done = await service.Client.RefreshAsync(submitted, CancellationToken.None);
        var plan = new ResultPlanner(TimeProvider.System).For(done, new SaveOptions(service.Folder, "{TaskId}-{RequestId}{Ext}", false))[0];
        var stored = await new ResultStore(service.Host.Http, service.Client.Bundle.Contract, TimeProvider.System).SaveAsync(plan.Source, plan.Target, null, CancellationToken.None);

        AssertClean([submitted.TaskId, submitted.ProviderStatus, submitted.RequestId, done.TaskId, done.ProviderStatus, done.RequestId, done.VideoUrl, stored.Path]);
        var kept = Assert.Single(await service.Journal.QueryAsync(new())).Task;
        AssertClean([kept.TaskId, kept.RequestId, kept.ProviderStatus]);
        AssertClean(Leaves(JsonDocument.Parse(await File.ReadAllTextAsync(Sidecar.PathFor(stored.Path))).RootElement));
    }

    [Fact]
    public async Task The_list_of_tasks_is_clean()
    {
        await using var service = new ScriptedService(static _ => ScriptedService.Json(new
        {
            total_page = 1,
            data = new[] { new { task_id = $"t{Evil}1", model_name = $"wan{Evil}2.7", status = $"RUN{Evil}NING", request_id = $"r{Evil}1" } },
        }));

        var row = Assert.Single(await service.Client.ListAsync(new(), CancellationToken.None));

        AssertClean([row.TaskId, row.Model, row.ProviderStatus]);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_failed_task_tells_its_reason_clean(bool flat)
    {
        await using var service = new ScriptedService(_ => flat
            ? ScriptedService.Json(new { code = $"Data{Evil}", message = $"m{Evil}", request_id = $"r{Evil}" })
            : ScriptedService.Json(new { request_id = $"r{Evil}", output = new { task_id = "t", task_status = "FAILED", code = $"Data{Evil}", message = $"m{Evil}" } }));

        // A code that nobody knows, in the flat form, is taken for a look that failed.
        AssertClean(flat
            ? (await service.FailsAsync(static client => client.Provider.QueryAsync("t", CancellationToken.None))).Error
            : (await service.Client.Provider.QueryAsync("t", CancellationToken.None)).Error!);
    }

    [Fact]
    public async Task The_page_of_a_gateway_is_quoted_clean()
    {
        await using var service = new ScriptedService(static _ => WireAnswer.Text(200, $"<html>{Evil}</html>"));

        AssertClean((await service.FailsAsync(service.Look("query"))).Error);
    }

    [Fact]
    public async Task A_status_line_that_is_none_is_quoted_clean()
    {
        await using var storage = new LoopbackServer(static _ => WireAnswer.Text(200).With("x\u001b]0;owned\u0007", "y"));
        using var rig = new ResultRig();

        var failed = await Assert.ThrowsAsync<WanException>(() => rig.SaveAsync(storage.Url("/clip.mp4")));

        AssertClean(failed.Error);
    }

    [Fact]
    public async Task A_message_of_megabytes_is_cut()
    {
        await using var service = new ScriptedService(static _ => ScriptedService.Json(new { code = new string('C', 2_000_000), message = string.Concat(Enumerable.Repeat("http://a?", 500_000)), request_id = new string('r', 100_000) }, 400));

        var refused = await service.FailsAsync(service.Look("query"));

        Assert.InRange(refused.Message.Length + refused.Error.ErrorId.Length, 1000, 10_000);
    }

    [Fact]
    public void Emoji_and_scripts_that_run_from_the_right_stay()
        => Assert.Equal("🦊 שלום مرحبا 狐\tx", ServerText.Prose("🦊 שלום مرحبا 狐\tx"));

    private static void AssertClean(WanError error)
        => AssertClean(new[] { error.ErrorId, error.Message, error.Code, error.ProviderMessage, error.RequestId, error.RecommendedAction, error.ToString() }.OfType<string>());

    private static void AssertClean(IEnumerable<string?> texts)
        => Assert.All(texts.Select(static text => Assert.IsType<string>(text)), static text => Assert.Equal(ServerText.Prose(text), text));

    private static IEnumerable<string> Leaves(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Object => element.EnumerateObject().SelectMany(static member => Leaves(member.Value)),
        JsonValueKind.Array => element.EnumerateArray().SelectMany(Leaves),
        JsonValueKind.String => [element.GetString()!],
        _ => [],
    };
}
