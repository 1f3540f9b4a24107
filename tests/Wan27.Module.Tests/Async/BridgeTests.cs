using System.Diagnostics;
using System.Management.Automation;
using Wan27.ModuleTests.Hosting;

namespace Wan27.ModuleTests.Async;

public sealed class BridgeTests : IDisposable
{
    // Ctrl+C promises the prompt within a second; the rest is this machine's own hurry.
    private static readonly TimeSpan Prompt = TimeSpan.FromSeconds(1.5);

    private readonly Shell _shell = new(
        typeof(TestAsyncCountCommand), typeof(TestAsyncAskCommand), typeof(TestAsyncFailCommand), typeof(TestAsyncBlockCommand), typeof(TestAsyncOrderCommand));

    public void Dispose() => _shell.Dispose();

    [Fact]
    public void Output_comes_in_the_order_it_was_written()
        => Assert.Equal(Enumerable.Range(1, 50), _shell.Run("Test-AsyncCount -Count 50").MustSucceed().Of<int>());

    [Fact]
    public void All_streams_are_written_on_the_pipeline_thread()
    {
        var result = _shell.Run("[Environment]::CurrentManagedThreadId; Test-AsyncCount -Count 3 -Verbose").MustSucceed();

        Assert.All(result.Verbose, line => Assert.EndsWith($"on thread {result.Output[0]}", line, StringComparison.Ordinal));
        Assert.Equal(3, result.Verbose.Count);
    }

    [Fact]
    public void Whoever_writes_waits_until_the_next_cmdlet_has_taken_it()
    {
        TestAsyncCountCommand.Trace.Clear();
        _shell.Run("Test-AsyncCount -Count 3 | ForEach-Object { $trace.Enqueue(\"got $_\") }", ("trace", TestAsyncCountCommand.Trace)).MustSucceed();

        Assert.Equal(
            ["make 1", "got 1", "taken 1", "make 2", "got 2", "taken 2", "make 3", "got 3", "taken 3"],
            TestAsyncCountCommand.Trace);
    }

    [Fact]
    public void WhatIf_reaches_the_asking_thread()
    {
        Assert.False(_shell.Run("Test-AsyncAsk -WhatIf").Single<bool>());
        Assert.True(_shell.Run("Test-AsyncAsk -Confirm:$false").Single<bool>());
    }

    [Fact]
    public void ShouldContinue_without_a_user_is_an_error_and_not_a_hang()
        => Assert.Single(_shell.Run("Test-AsyncAsk -Continue").Errors);

    [Fact]
    public void A_terminating_error_keeps_what_was_written_before()
    {
        var result = _shell.Run("Test-AsyncFail");

        Assert.Equal("before", Assert.Single(result.Output));
        Assert.StartsWith("Wan.Service.Test,", Assert.Single(result.Errors).FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Equal("caught It failed.", _shell.Run("try { $null = Test-AsyncFail } catch [Wan27.WanException] { \"caught $($_.Exception.Error.Message)\" }").Single<string>());
    }

    [Fact]
    public async Task Stopping_a_blocked_cmdlet_gives_the_prompt_back_and_awaits_its_work()
    {
        TestAsyncBlockCommand.Started = new TaskCompletionSource();
        TestAsyncBlockCommand.CleanedUp = false;
        using var shell = _shell.Create("Test-AsyncBlock");
        var invocation = shell.BeginInvoke();
        await TestAsyncBlockCommand.Started.Task;

        var watch = Stopwatch.StartNew();
        shell.Stop();

        Assert.True(watch.Elapsed < Prompt, $"{watch.Elapsed}");
        Assert.Throws<PipelineStoppedException>(() => shell.EndInvoke(invocation));
        Assert.True(TestAsyncBlockCommand.CleanedUp);
    }

    [Fact]
    public async Task Stopping_while_the_next_cmdlet_holds_the_pipeline_lets_the_writer_go()
    {
        using var shell = _shell.Create("Test-AsyncCount -Count 1000 | ForEach-Object { $entered.Set(); while ($true) { [System.Threading.Thread]::Yield() } }");
        using var entered = new ManualResetEventSlim();
        shell.Runspace.SessionStateProxy.SetVariable("entered", entered);
        var invocation = shell.BeginInvoke();
        await Task.Run(entered.Wait);

        var watch = Stopwatch.StartNew();
        shell.Stop();

        Assert.True(watch.Elapsed < Prompt, $"{watch.Elapsed}");
        Assert.Throws<PipelineStoppedException>(() => shell.EndInvoke(invocation));
    }

    [Fact]
    public void A_next_cmdlet_that_wants_no_more_ends_the_work()
    {
        TestAsyncCountCommand.Trace.Clear();
        var result = _shell.Run("foreach ($once in 1) { Test-AsyncCount -Count 1000 | ForEach-Object { $_; break } }");

        Assert.Equal(1, Assert.Single(result.Output));
        Assert.DoesNotContain("make 3", TestAsyncCountCommand.Trace);
    }

    [Fact]
    public void Records_worked_on_at_once_come_out_in_order_and_a_failed_one_costs_only_itself()
    {
        TestAsyncOrderCommand.MostRunning = 0;
        var result = _shell.Run("1..20 | Test-AsyncOrder");

        Assert.Equal(Enumerable.Range(1, 20).Where(static number => number % 4 != 0), result.Of<int>());
        Assert.Equal([4, 8, 12, 16, 20], result.Errors.Select(static error => (int)error.TargetObject));
        Assert.InRange(TestAsyncOrderCommand.MostRunning, 2, 3);
    }
}
