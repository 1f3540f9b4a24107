using System.Text;
using Wan27.Engine.Contract;
using Wan27.Engine.Tests.Results;

namespace Wan27.Engine.Tests.Transport;

/// <summary>What an endpoint may send is bounded, in size and in depth; beyond that it is no answer, and no refusal either.</summary>
public sealed class AnswerSizeTests
{
    private static readonly int Limit = ContractData.Current.Limit("http.response.bytes.max").AsInteger;

    [Theory]
    [InlineData("query", true)]
    [InlineData("poll", false)]
    [InlineData("list", true)]
    [InlineData("list", false)]
    [InlineData("cancel", false)]
    [InlineData("policy", true)]
    public async Task An_answer_above_the_limit_is_not_taken_in(string look, bool statesLength)
    {
        await using var service = new ScriptedService(_ => TooLarge(statesLength));

        var refused = await service.FailsAsync(service.Look(look));

        Assert.Equal(("Wan.Service.AnswerTooLarge", WanRetry.Never), (refused.Error.ErrorId, refused.Error.Retry));
        Assert.Contains($"more than {Limit} bytes", refused.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(200)]
    [InlineData(400)]
    public async Task A_submit_whose_answer_is_too_large_stays_open_and_its_key_taken(int status)
    {
        await using var service = new ScriptedService(ScriptedService.AnswersSubmitsWith(() => TooLarge(statesLength: true) with { Status = status }));

        await StaysOpenAsync(service, "more than");
    }

    [Fact]
    public async Task A_submit_whose_answer_nests_without_end_stays_open_and_its_key_taken()
    {
        await using var service = new ScriptedService(ScriptedService.AnswersSubmitsWith(() => WireAnswer.Text(200, Nested(10_000))));

        await StaysOpenAsync(service, "not an answer of this interface");
    }

    [Theory]
    [InlineData("query")]
    [InlineData("poll")]
    [InlineData("list")]
    [InlineData("policy")]
    public async Task An_answer_that_nests_without_end_is_none(string look)
    {
        await using var service = new ScriptedService(static _ => WireAnswer.Text(200, Nested(10_000)));

        Assert.StartsWith("Wan.", (await service.FailsAsync(service.Look(look))).Error.ErrorId, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(10_000)]
    [InlineData(9)]
    public async Task A_storage_error_that_nests_is_read_as_far_as_it_is_one(int depth)
    {
        var body = $"<Error>{string.Concat(Enumerable.Repeat("<a>", depth))}{string.Concat(Enumerable.Repeat("</a>", depth))}<Code>AccessDenied</Code></Error>";
        await using var storage = new LoopbackServer(_ => WireAnswer.Text(403, body));
        await using var service = new ScriptedService(_ => ScriptedService.Json(RedirectTests.Policy(storage.Url("/"))));

        var refused = await service.FailsAsync(service.UploadAsync);

        Assert.Equal((depth < 100 ? "Wan.Media.AccessDenied" : "Wan.Service.AnswerTooLarge"), refused.Error.ErrorId);
    }

    [Theory]
    [InlineData("""{"output":{"choices":["x",{"message":"y"},{"message":{"content":["z"]}}]}}""")]
    [InlineData("""{"output":"x"}""")]
    [InlineData("""[1]""")]
    [InlineData(""" "x" """)]
    [InlineData("""{"output":{"task_id":17,"task_status":{}}}""")]
    public async Task Json_of_another_form_is_an_error_like_any_other(string body)
    {
        await using var service = new ScriptedService(_ => WireAnswer.Text(200, body));

        foreach (var look in new[] { "query", "poll", "policy" })
        {
            Assert.StartsWith("Wan.", (await service.FailsAsync(service.Look(look))).Error.ErrorId, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Times_and_figures_beyond_reason_are_none()
    {
        await using var service = new ScriptedService(static _ => WireAnswer.Text(200, """
            {"request_id":"r","output":{"task_id":"task-1","task_status":"SUCCEEDED","submit_time":"0001-01-01 00:00:00.000","end_time":"9999-12-31 23:59:59.999","video_url":"https://x.example/a.mp4"},
             "usage":{"duration":"NaN","output_video_duration":"Infinity"}}
            """));

        var task = await service.Client.FindAsync("task-1", refresh: true, CancellationToken.None);

        Assert.Equal(WanTaskState.Completed, task.State);
        Assert.Equal((0, null, null), (task.Usage!.BilledUnits, task.EndedAt, task.Usage.OutputVideoDuration));
    }

    [Theory]
    [InlineData("1e300")]
    [InlineData("-5")]
    [InlineData("NaN")]
    public async Task A_policy_of_impossible_life_is_used_like_one_that_does_not_say(string seconds)
    {
        await using var storage = new LoopbackServer(static _ => WireAnswer.Text(200));
        await using var service = new ScriptedService(_ => ScriptedService.Json(RedirectTests.Policy(storage.Url("/"), seconds)));

        await service.UploadAsync(service.Client);

        Assert.Single(storage.Requests);
    }

    [Fact]
    public async Task Text_that_was_cut_inside_a_character_does_not_hide_the_rest()
    {
        var text = Encoding.UTF8.GetBytes("""{"request_id":"r","output":{"task_id":"task-1","task_status":"SUCCEEDED","orig_prompt":"a fox \ud83e and \\ud83e Q","video_url":"https://x.example/a.mp4"}}""");

        // The first half of an emoji's bytes.
        byte[] body = [.. text.SelectMany(static one => one == 'Q' ? new byte[] { 0xF0 } : [one])];
        await using var service = new ScriptedService(_ => new WireAnswer { Body = body });

        var task = await service.Client.FindAsync("task-1", refresh: true, CancellationToken.None);

        Assert.Equal("https://x.example/a.mp4", task.VideoUrl);
        Assert.Equal("a fox \uFFFD and \\ud83e \uFFFD", task.Prompt);
    }

    private static async Task StaysOpenAsync(ScriptedService service, string words)
    {
        var open = await service.FailsAsync(_ => service.StartAsync("fox"));
        await service.FailsAsync(_ => service.StartAsync("fox"));

        Assert.Equal(("Wan.Async.SubmitIndeterminate", WanRetry.Ambiguous), (open.Error.ErrorId, open.Error.Retry));
        Assert.Contains(words, open.Message, StringComparison.Ordinal);
        var kept = Assert.Single(await service.Journal.QueryAsync(new()));
        Assert.Equal((WanTaskState.Indeterminate, "fox"), (kept.Task.State, kept.Task.JobKey));
        Assert.Single(service.Submits);
    }

    private static WireAnswer TooLarge(bool statesLength)
        => new() { Body = new byte[1024 * 1024], Repeats = (Limit / (1024 * 1024)) + 1, StatedLength = statesLength ? null : -1 };

    private static string Nested(int depth) => string.Concat(Enumerable.Repeat("{\"output\":", depth)) + "1" + new string('}', depth);
}
