using System.Management.Automation;
using System.Reflection;
using Wan27.Cmdlets.Commands;

namespace Wan27.ModuleTests.Pipelines;

/// <summary>-AsJob gives a job like any other.</summary>
public sealed class BackgroundJobTests : EmulatedTests
{
    [Fact]
    public void Waiting_as_a_job_gives_the_ended_tasks_to_Receive_Job()
    {
        var result = Shell.Run("""
            $tasks = 1..3 | ForEach-Object { Start-WanVideoTask turn "https://cdn.example.com/$_.png" -Resolution 720P }
            $job = $tasks | Wait-WanTask -AsJob
            $null = $job | Wait-Job
            $job.State
            $job.HasMoreData
            $job | Receive-Job
            $job | Remove-Job
            (Get-Job).Count
            """).MustSucceed().Output;

        Assert.Equal(("Completed", true, 0), ($"{result[0]}", (bool)result[1], (int)result[^1]));
        Assert.Equal(3, result.OfType<WanTask>().Count(static task => task.State == WanTaskState.Completed));
    }

    [Fact]
    public void Pictures_of_several_records_come_from_one_job_and_its_text_holds_no_key()
    {
        var result = Shell.Run("""
            $job = 'a fox', 'a crane' | New-WanImage -Size 1K -AsJob
            $pictures = $job | Wait-Job | Receive-Job
            $pictures.Count
            $job.PSObject.Properties.ForEach({ "$($_.Name)=$($_.Value)" }) -join ';'
            """).MustSucceed().Output;

        Assert.Equal(2, result[0]);
        Assert.DoesNotContain("sk-", (string)result[1], StringComparison.Ordinal);
    }

    [Fact]
    public void A_failed_record_is_an_error_of_the_job()
    {
        var result = Shell.Run("""
            $job = New-WanImage 'a fox' -Size 9K -AsJob
            $null = $job | Wait-Job
            $job.Error.Count
            """).MustSucceed();

        Assert.Equal(1, result.Output[0]);
    }

    [Fact]
    public void A_job_can_be_stopped()
    {
        Shell.Run("Stop-WanEmulator; Start-WanEmulator -TaskSeconds 3600 -Default").MustSucceed();
        var state = Shell.Run("""
            $job = Start-WanVideoTask turn https://cdn.example.com/1.png -Resolution 720P | Wait-WanTask -AsJob
            $job | Stop-Job
            $job.State
            $job | Remove-Job -Force
            """).MustSucceed().Output[0];

        Assert.Equal("Stopped", $"{state}");
    }

    public static TheoryData<string> CmdletsWithJobs
        => [.. typeof(NewWanImageCommand).Assembly.GetExportedTypes().Where(static type => type.GetProperty("AsJob") is not null)
            .Select(static type => type.GetCustomAttribute<CmdletAttribute>()!).Select(static name => $"{name.VerbName}-{name.NounName}")];

    [Theory]
    [MemberData(nameof(CmdletsWithJobs))]
    public void No_input_is_a_job_that_has_ended(string cmdlet)
    {
        var result = Shell.Run($$"""
            $job = @() | {{cmdlet}} -AsJob
            "$($job.State)"
            $null = $job | Wait-Job
            @($job | Receive-Job).Count
            $job | Remove-Job
            """).MustSucceed().Output;

        Assert.Equal(["Completed", 0], result);
    }

    [Fact]
    public void A_job_whose_input_was_refused_altogether_has_ended_too()
    {
        var result = Shell.Run("$job = [pscustomobject]@{ TaskId = '' } | Wait-WanTask -AsJob; $job.Command; \"$($job.State)\"");

        Assert.Equal(["Wait-WanTask, 0 tasks", "Completed"], result.Output);
        result.OnlyErrorBeside("Wan.Route.ValueUnusable");
    }
}
