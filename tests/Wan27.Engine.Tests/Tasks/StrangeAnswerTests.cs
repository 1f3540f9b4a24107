using Wan27.Engine.Providers;
using Wan27.Engine.Tasks.Journal;
using Wan27.Engine.Tests.Results;
using Wan27.Engine.Tests.Transport;

namespace Wan27.Engine.Tests.Tasks;

/// <summary>Answers that are no answers to what was asked: they neither end a task nor give it another name.</summary>
public sealed class StrangeAnswerTests
{
    private const string Url = "https://storage.example.com/clip.mp4?Expires=4102444800";

    [Fact]
    public async Task A_success_without_a_result_ends_the_wait_with_what_was_answered_and_leaves_the_task()
    {
        await using var service = new ScriptedService(Script(static _ => ScriptedService.Json(new
        {
            request_id = "r-7",
            output = new { task_id = "task-1", task_status = "SUCCEEDED" },
            usage = new { duration = 5, SR = 720 },
        })));
        var task = await service.StartAsync("fox");

        var failed = await service.FailsAsync(client => WaitAsync(client, task));

        Assert.Equal(("Wan.Async.SucceededWithoutResult", WanRetry.Safe, "r-7", "task-1"), (failed.Error.ErrorId, failed.Error.Retry, failed.Error.RequestId, failed.TaskId));
        Assert.Equal(
            "Task task-1 has succeeded and is billed (5 seconds), but the provider names no result. It answered: "
                + "{\"request_id\":\"r-7\",\"output\":{\"task_id\":\"task-1\",\"task_status\":\"SUCCEEDED\"},\"usage\":{\"duration\":5,\"SR\":720}}",
            failed.Message);
        var noted = (await service.Journal.FindByTaskIdAsync("task-1"))!.Task;
        Assert.Equal((WanTaskState.Polling, "SUCCEEDED", 5), (noted.State, noted.ProviderStatus, noted.Usage!.BilledUnits));
        Assert.Equal("Wan.Async.SucceededWithoutResult", (await service.FailsAsync(client => client.RefreshAsync(noted, CancellationToken.None))).Error.ErrorId);
        Assert.Equal("task-1", (await service.StartAsync("fox")).TaskId);
        Assert.Single(service.Submits);
    }

    [Fact]
    public async Task A_success_that_names_its_result_a_moment_later_is_one()
    {
        await using var service = new ScriptedService(Script(static number => number == 1
            ? ScriptedService.Json(new { output = new { task_id = "task-1", task_status = "SUCCEEDED" } })
            : Succeeded("task-1")));

        var ended = await WaitAsync(service.Client, await service.StartAsync("fox"));

        Assert.Equal((WanTaskState.Completed, Url), (ended.State, ended.VideoUrl));
    }

    [Fact]
    public async Task An_answer_about_another_task_is_a_missed_look()
    {
        await using var service = new ScriptedService(Script(static number => Succeeded(number < 5 ? "task-2" : "task-1")));
        var task = await service.StartAsync("fox");
        var log = new WarningLog();

        var refused = await service.FailsAsync(client => client.RefreshAsync(task, CancellationToken.None));
        var ended = await service.Client.WaitAsync(task, TimeSpan.FromSeconds(0.05), static _ => { }, log, CancellationToken.None);

        Assert.Equal("The endpoint answered about task task-2 when it was asked about task task-1; the answer is not believed.", refused.Message);
        Assert.Equal((WanTaskState.Completed, "task-1"), (ended.State, ended.TaskId));
        Assert.StartsWith("Task task-1 could not be looked at 3 times in a row: The endpoint answered about task task-2", Assert.Single(log.Warnings), StringComparison.Ordinal);
        Assert.Null(await service.Journal.FindByTaskIdAsync("task-2"));
    }

    [Theory]
    [InlineData("null")]
    [InlineData("Undefined")]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData("two words")]
    [InlineData("task-1\u0007")]
    [InlineData("https://example.com/task-1")]
    [InlineData("../task-1")]
    [InlineData("task\u202e1")]
    [InlineData("-rf")]
    public async Task A_submit_that_is_answered_with_no_id_stays_open_and_its_key_taken(string id)
    {
        await using var service = new ScriptedService(ScriptedService.AnswersSubmitsWith(() => ScriptedService.Json(new { request_id = "r-1", output = new { task_id = id, task_status = "PENDING" } })));

        var open = await service.FailsAsync(_ => service.StartAsync("fox"));
        await service.FailsAsync(_ => service.StartAsync("fox"));

        Assert.Equal("Wan.Async.SubmitIndeterminate", open.Error.ErrorId);
        var row = Assert.Single(await service.Journal.QueryAsync(new JournalFilter())).Task;
        Assert.Equal((WanTaskState.Indeterminate, null), (row.State, row.TaskId));
        Assert.Single(service.Submits);
    }

    [Fact]
    public async Task An_id_without_end_is_none_either()
    {
        await using var service = new ScriptedService(ScriptedService.AnswersSubmitsWith(static () => ScriptedService.Json(new { output = new { task_id = new string('a', 129), task_status = "PENDING" } })));

        Assert.Equal("Wan.Async.SubmitIndeterminate", (await service.FailsAsync(_ => service.StartAsync("fox"))).Error.ErrorId);
        Assert.True(TaskIdForm.Fits(new string('a', 128)));
    }

    [Theory]
    [InlineData("0385dc79-5ff8-4d82-bcb6-xxxxxxxxxxxx")]
    [InlineData("123456789")]
    [InlineData("gm3qorzdhgbfurvjtvhg6dckhu")]
    [InlineData("task:2026.11_a")]
    public void Ids_as_providers_give_them_are_taken(string id) => Assert.True(TaskIdForm.Fits(id));

    private static Task<WanTask> WaitAsync(WanClient client, WanTask task) => client.WaitAsync(task, TimeSpan.FromSeconds(0.05), static _ => { }, new NoLog(), CancellationToken.None);

    private static WireAnswer Succeeded(string id)
        => ScriptedService.Json(new { request_id = "r-2", output = new { task_id = id, task_status = "SUCCEEDED", video_url = Url }, usage = new { duration = 5, SR = 720 } });

    /// <summary>A service that accepts one task, and looks at it that are answered by their number, from 1.</summary>
    private static Func<WireRequest, WireAnswer> Script(Func<int, WireAnswer> look)
    {
        var looks = 0;
        return request => request.Method == "POST" ? ScriptedService.Json(new { request_id = "r-1", output = new { task_id = "task-1", task_status = "PENDING" } })
            : request.Path.EndsWith("/task-1", StringComparison.Ordinal) ? look(Interlocked.Increment(ref looks))
            : ScriptedService.EmptyList();
    }
}
