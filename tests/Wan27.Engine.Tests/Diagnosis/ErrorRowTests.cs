using Wan27.Engine.Contract;
using Wan27.Engine.Diagnosis;
using Wan27.Engine.Providers.DashScope;
using Wan27.Engine.Tests.Results;
using Wan27.Engine.Tests.Samples;
using Wan27.Engine.Tests.Transport;

namespace Wan27.Engine.Tests.Diagnosis;

/// <summary>Every row of the error table, from a server's answer to what a user is told, in each form the contract knows.</summary>
public sealed class ErrorRowTests
{
    private const string RequestId = "7c1f0a70-4b6e-9d21-8a57-3f20c4d50070";

    /// <summary>Each row with each documented status and code that leads to it, and with its alias.</summary>
    public static TheoryData<int, int, string, string> Rows
    {
        get
        {
            var data = new TheoryData<int, int, string, string>();
            for (var at = 0; at < DashScopeErrors.Table.Rows.Count; at++)
            {
                var row = DashScopeErrors.Table.Rows[at];
                var message = $"Words about it: {row.Message ?? "something"} was wrong.";
                foreach (var (status, code) in DocumentedCodes.All.Where(entry => DashScopeErrors.Table.Find(entry.Code, message, entry.Status) == row))
                {
                    data.Add(at, status, code, message);
                    foreach (var alias in row.Aliases ?? [])
                    {
                        data.Add(at, status, alias, message);
                    }
                }
            }

            return data;
        }
    }

    public static TheoryData<string> Samples => [.. Sample.Names.Where(static name => name.StartsWith("error_", StringComparison.Ordinal))];

    [Fact]
    public void No_row_is_left_out() => Assert.Equal(Enumerable.Range(0, DashScopeErrors.Table.Rows.Count), Rows.Select(static item => (int)item[0]).Distinct());

    [Theory]
    [MemberData(nameof(Rows))]
    public async Task A_refused_look_is_told_by_its_row(int at, int status, string code, string message)
    {
        var row = DashScopeErrors.Table.Rows[at];
        await using var service = new ScriptedService(_ => ScriptedService.Json(new { code, message, request_id = RequestId }, status));

        var error = (await service.FailsAsync(service.Look("poll"))).Error;

        AssertTold(row, error, code, message);
        Assert.Equal((status, row.Action), (error.HttpStatus!.Value, error.RecommendedAction));

        // A look creates nothing: what leaves a submit open only asks to look again.
        Assert.Equal(row.Retry == nameof(WanRetry.Ambiguous) ? nameof(WanRetry.Safe) : row.Retry, error.Retry.ToString());
        var explained = ErrorExplainer.Explain(error, null, null);
        Assert.Equal((row.Meaning, row.Action), (explained.LikelyCause, explained.FirstFix));
    }

    [Theory]
    [MemberData(nameof(Rows))]
    public async Task A_refused_submit_is_told_by_its_row_and_is_open_when_the_server_failed(int at, int status, string code, string message)
    {
        var row = DashScopeErrors.Table.Rows[at];
        await using var service = new ScriptedService(ScriptedService.AnswersSubmitsWith(() => ScriptedService.Json(new { code, message, request_id = RequestId }, status)));

        var error = (await service.FailsAsync(_ => service.StartAsync("fox"))).Error;

        var kept = Assert.Single(await service.Journal.QueryAsync(new())).Task;
        AssertTold(row, kept.Error!, code, message);
        if (status >= 500 || row.Retry == nameof(WanRetry.Ambiguous))
        {
            Assert.Equal((WanTaskState.Indeterminate, WanRetry.Ambiguous), (kept.State, error.Retry));
            Assert.Equal("Wan.Async.SubmitIndeterminate", error.ErrorId);
            Assert.All([code, message, RequestId], words => Assert.Contains(words, error.Message, StringComparison.Ordinal));
        }
        else
        {
            Assert.Equal((WanTaskState.Failed, row.Retry), (kept.State, error.Retry.ToString()));
            AssertTold(row, error, code, message);
        }

        Assert.Equal(("DashScope", code, message, RequestId, status), (error.Provider, error.Code, error.ProviderMessage, error.RequestId, error.HttpStatus));
        Assert.Single(service.Submits);
    }

    [Theory]
    [MemberData(nameof(Rows))]
    public async Task A_failed_task_is_told_by_its_row_nested_or_flat(int at, int status, string code, string message)
    {
        Assert.InRange(status, 400, 599);
        var row = DashScopeErrors.Table.Rows[at];

        // In the flat form, what passes or is about key or account is about the look; what is about the job may be how a task tells its end.
        var isOfLook = row.Retry is nameof(WanRetry.Safe) or nameof(WanRetry.Ambiguous)
            || row.Boundary is nameof(WanBoundary.Key) or nameof(WanBoundary.Region) or nameof(WanBoundary.Quota) or nameof(WanBoundary.Billing);
        foreach (var (isFlat, body) in new (bool, object)[]
        {
            (false, new { request_id = RequestId, output = new { task_id = "task-1", task_status = "FAILED", code, message } }),
            (true, new { request_id = RequestId, code, message }),
            (true, new { requestId = RequestId, error = new { code, message } }),
            (true, new { error = new { code, message, request_id = RequestId } }),
            (false, new { requestId = RequestId, output = new { task_id = "task-1", task_status = "FAILED", error = new { code, message } } }),
        })
        {
            if (isFlat && isOfLook)
            {
                await using var failing = new ScriptedService(_ => ScriptedService.Json(body));
                var refused = (await failing.FailsAsync(failing.Look("poll"))).Error;

                AssertTold(row, refused, code, message);
                Assert.Equal(row.Retry == nameof(WanRetry.Ambiguous) ? nameof(WanRetry.Safe) : row.Retry, refused.Retry.ToString());
                continue;
            }

            await using var service = new ScriptedService(_ => ScriptedService.Json(body));
            var answer = await service.Client.Provider.PollAsync("task-1", CancellationToken.None);

            Assert.Equal("FAILED", answer.Status);
            AssertTold(row, answer.Error!, code, message);

            // A failed task is final and free: nothing about it is open.
            var isOpen = row.Retry == nameof(WanRetry.Ambiguous);
            Assert.Equal(isOpen ? nameof(WanRetry.Once) : row.Retry, answer.Error!.Retry.ToString());
            Assert.Equal(isOpen ? "Submit it again if it is still wanted: a failed task is not billed." : row.Action, answer.Error.RecommendedAction);
        }
    }

    [Theory]
    [InlineData(400, """{"error":{"code":"InvalidApiKey","message":"No such key.","type":"auth"},"requestId":"r-9"}""", "Wan.Key.InvalidApiKey", "No such key.")]
    [InlineData(400, """{"error":{"type":"invalid_parameter","message":"Model not exist."},"request_id":"r-9"}""", "Wan.Route.ModelNotExist", "Model not exist.")]
    [InlineData(403, """{"error":"The door is shut.","requestId":"r-9"}""", "Wan.Key.Forbidden", "The door is shut.")]
    [InlineData(200, """{"error":{"code":"Arrearage","message":"Pay first."},"requestId":"r-9"}""", "Wan.Billing.Arrearage", "Pay first.")]
    public async Task A_submit_that_is_refused_in_a_newer_envelope_is_told_alike(int status, string body, string errorId, string message)
    {
        await using var service = new ScriptedService(ScriptedService.AnswersSubmitsWith(() => WireAnswer.Text(status, body)));

        var error = (await service.FailsAsync(_ => service.StartAsync())).Error;

        Assert.Equal((errorId, message, "r-9"), (error.ErrorId, error.ProviderMessage, error.RequestId));
    }

    [Theory]
    [InlineData("InternalError.Algo.InvalidParameter", "Failed to download multimodal content")]
    [InlineData("InternalError.Algo", "InternalError.Algo.InvalidParameter: Failed to download multimodal content.")]
    [InlineData("InvalidParameter", "failed to download multimodal content: timed out")]
    public void An_input_that_could_not_be_fetched_is_first_looked_at_for_its_expiry(string code, string message)
    {
        var error = DashScopeErrors.Table.OfFailedTask(code, message, "r-1");

        Assert.Equal(("Wan.Media.InputDownloadFailed", WanRetry.Never), (error.ErrorId, error.Retry));
        Assert.Equal($"The service could not fetch an input by its URL. The provider says: {message} (code {code}, request r-1)", error.Message);
        Assert.Equal(
            "Look first whether the URL is signed and has expired (Expires, X-Amz-Expires, x-oss-expires, se): sign it again for longer than a job may queue. Otherwise check that it opens without signing in, or give a local path.",
            error.RecommendedAction);
    }

    [Theory]
    [MemberData(nameof(Samples))]
    public async Task Every_sample_of_an_error_keeps_the_providers_own_words(string name)
    {
        var sample = Sample.Load(name);
        await using var service = new ScriptedService(ScriptedService.AnswersSubmitsWith(() => WireAnswer.Text(sample.Status, sample.AnswerText)));

        var error = (await service.FailsAsync(_ => service.StartAsync("fox"))).Error;

        string Said(string member) => sample.Answer.GetProperty(member).GetString()!;
        Assert.Equal((Said("code"), Said("message"), Said("request_id"), sample.Status), (error.Code, error.ProviderMessage, error.RequestId, error.HttpStatus));
        Assert.All([Said("code"), Said("message"), Said("request_id")], words => Assert.Contains(words, error.Message, StringComparison.Ordinal));
        Assert.Equal(sample.Status >= 500 ? WanRetry.Ambiguous : sample.Status == 429 ? WanRetry.Safe : WanRetry.Never, error.Retry == WanRetry.Once ? WanRetry.Never : error.Retry);
        Assert.NotEmpty(error.RecommendedAction!);
    }

    private static void AssertTold(ErrorRow row, WanError error, string code, string message)
    {
        Assert.Equal((row.ErrorId, row.Boundary, row.Category), (error.ErrorId, error.Boundary.ToString(), ErrorRows.CategoryOf(error, null)));
        Assert.Equal(("DashScope", code, message, RequestId), (error.Provider, error.Code, error.ProviderMessage, error.RequestId));
        Assert.All([row.Meaning, code, message, RequestId], words => Assert.Contains(words, error.Message, StringComparison.Ordinal));
    }
}
