using Wan27.ModuleTests.Hosting;

namespace Wan27.ModuleTests.Emulators;

/// <summary>Start-WanEmulator -Fault, as far as scripts see it.</summary>
public sealed class FaultParameterTests : IDisposable
{
    private const string Submit = "Start-WanVideoTask turn https://cdn.example.com/a.png -Resolution 720P";

    private readonly Shell _shell = new();

    public void Dispose() => _shell.Dispose();

    [Fact]
    public void A_submit_that_is_cut_off_after_it_was_accepted_has_its_task_and_the_next_one_another()
    {
        var info = _shell.Run("Start-WanEmulator -TaskSeconds 0 -Default -Fault dropafteraccept -PassThru").Single<WanEmulatorInfo>();

        var cut = _shell.Run(Submit).Single<WanTask>();

        Assert.Equal(["dropafteraccept"], info.Faults);
        var next = _shell.Run(Submit + " -Seed 2").Single<WanTask>();
        Assert.Equal((WanTaskState.Submitted, WanTaskState.Submitted), (cut.State, next.State));
        Assert.NotEqual(cut.TaskId, next.TaskId);
    }

    [Fact]
    public void Several_faults_are_counted_each()
    {
        _shell.Run("Start-WanEmulator -TaskSeconds 0 -Default -Fault Throttle:2, FailTask -PassThru").MustSucceed();

        var task = _shell.Run(Submit + " | Wait-WanTask");

        Assert.Equal(WanTaskState.Failed, Assert.Single(task.Of<WanTask>()).State);
        using var control = new EmulatorControl(_shell.Run("Get-WanProfile").Single<WanProfile>().Endpoint);
        Assert.Equal(["Status", "Status", "FailTask"], control.Log("video.submit").Select(static entry => entry.GetProperty("fault").GetString()));
    }

    [Theory]
    [InlineData("Thorttle", "Throttle, DropBeforeBody")]
    [InlineData("Throttle:x", ":3")]
    [InlineData("Throttle:0", ":3")]
    public void A_wrong_fault_starts_nothing_and_says_which_there_are(string fault, string expected)
    {
        var result = _shell.Run($"Start-WanEmulator -Fault {fault}");

        Assert.Contains(expected, result.OnlyError("Wan.Service.EmulatorFaultUnknown").ErrorDetails.Message, StringComparison.Ordinal);
        Assert.Empty(_shell.Run("Get-WanProfile").MustSucceed().Output);
    }
}
