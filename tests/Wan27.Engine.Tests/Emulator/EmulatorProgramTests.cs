using Wan27.Emulator;

namespace Wan27.Engine.Tests.Emulator;

public sealed class EmulatorProgramTests
{
    [Fact]
    public async Task It_prints_one_line_with_its_url_and_runs_until_cancelled()
    {
        using var stop = new CancellationTokenSource();
        using var output = new LineWriter();

        var running = EmulatorProgram.RunAsync(["--port", "0", "--task-seconds", "0.5", "--region", "beijing", "--no-ffmpeg"], output, TextWriter.Null, stop.Token);
        var url = await output.Line.WaitAsync(TimeSpan.FromSeconds(60));
        using var client = new HttpClient();
        var health = await client.GetStringAsync(url + "/_emulator/health");
        await stop.CancelAsync();

        Assert.Equal(0, await running);
        Assert.Contains("\"region\":\"Beijing\"", health, StringComparison.Ordinal);
        Assert.Equal(url + Environment.NewLine, output.ToString());
        await Assert.ThrowsAsync<HttpRequestException>(() => client.GetStringAsync(url));
    }

    [Theory]
    [InlineData("--port", "x")]
    [InlineData("--port", "70000")]
    [InlineData("--port")]
    [InlineData("--task-seconds", "-1")]
    [InlineData("--region", "Virginia")]
    [InlineData("--result-padding", "-1")]
    [InlineData("--fault", "Nonsense")]
    [InlineData("--fault")]
    [InlineData("--nonsense")]
    public async Task Wrong_arguments_give_one_line_of_error_and_exit_code_2(params string[] arguments)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();

        Assert.Equal(2, await EmulatorProgram.RunAsync(arguments, output, error, CancellationToken.None));
        Assert.Empty(output.ToString());
        Assert.Single(error.ToString().Split(Environment.NewLine, StringSplitOptions.RemoveEmptyEntries));
    }

    [Fact]
    public async Task Faults_can_be_given_several_times()
    {
        using var stop = new CancellationTokenSource();
        using var output = new LineWriter();
        var running = EmulatorProgram.RunAsync(["--no-ffmpeg", "--fault", "Slow:1", "--fault", "Throttle"], output, TextWriter.Null, stop.Token);
        using var client = new HttpClient { BaseAddress = new Uri(await output.Line.WaitAsync(TimeSpan.FromSeconds(60))) };

        // The first request of any kind is the slow one, and no submit has been throttled yet.
        using var question = new HttpRequestMessage(HttpMethod.Get, "/api/v1/tasks/");
        question.Headers.Authorization = new("Bearer", "sk-emulator-singapore");
        Assert.True((await client.SendAsync(question)).IsSuccessStatusCode);
        var log = await client.GetStringAsync("/_emulator/log");
        await stop.CancelAsync();

        Assert.Equal(0, await running);
        Assert.Contains("\"fault\":\"Slow\"", log, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_taken_port_gives_one_line_of_error_and_exit_code_1()
    {
        await using var service = await EmulatedService.StartAsync();
        using var error = new StringWriter();

        var port = service.Server.Port.ToString(System.Globalization.CultureInfo.InvariantCulture);
        Assert.Equal(1, await EmulatorProgram.RunAsync(["--port", port], TextWriter.Null, error, CancellationToken.None));
        Assert.Contains(port, error.ToString(), StringComparison.Ordinal);
    }

    private sealed class LineWriter : StringWriter
    {
        private readonly TaskCompletionSource<string> _line = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task<string> Line => _line.Task;

        public override async Task WriteLineAsync(string? value)
        {
            await base.WriteLineAsync(value);
            _line.TrySetResult(value ?? "");
        }
    }
}
