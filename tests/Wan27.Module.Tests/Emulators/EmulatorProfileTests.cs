using Wan27.ModuleTests.Hosting;

namespace Wan27.ModuleTests.Emulators;

/// <summary>Whom the profile belongs to when several emulators come and go.</summary>
public sealed class EmulatorProfileTests : IDisposable
{
    private readonly Shell _shell = new();

    public void Dispose() => _shell.Dispose();

    [Fact]
    public void Stopping_the_second_gives_the_profile_back_to_the_first_which_works()
    {
        var first = Start("-TaskSeconds 0 -Default");
        var second = Start("-TaskSeconds 8");

        Stop(second);

        var profile = Profile()!;
        Assert.True(profile.IsDefault);
        Assert.StartsWith(first.Url, profile.Endpoint, StringComparison.Ordinal);
        Assert.Equal(0.1, profile.Limit["poll.i2v.seconds"]);
        Assert.Equal(WanTaskState.Completed, _shell.Run("Start-WanVideoTask turn https://cdn.example.com/a.png -Resolution 720P | Wait-WanTask").Single<WanTask>().State);
    }

    [Fact]
    public void Stopping_the_first_leaves_the_profile_to_the_second()
    {
        var first = Start();
        var second = Start();

        Stop(first);
        Assert.StartsWith(second.Url, Profile()!.Endpoint, StringComparison.Ordinal);

        Stop(second);
        Assert.Null(Profile());
    }

    [Theory]
    [InlineData(0, 1, 2)]
    [InlineData(2, 1, 0)]
    [InlineData(1, 0, 2)]
    public void In_whatever_order_they_end_the_default_is_what_it_was(params int[] order)
    {
        _shell.Run("Set-WanProfile main Singapore -ApiKeyVariable KEY -Default").MustSucceed();
        WanEmulatorInfo[] all = [Start("-Default"), Start(), Start("-Default")];

        Assert.All(order, index => Stop(all[index]));

        Assert.Null(Profile());
        Assert.Equal("main", Default());
    }

    [Fact]
    public void A_default_chosen_meanwhile_stays()
    {
        _shell.Run("Set-WanProfile main Singapore -ApiKeyVariable KEY -Default").MustSucceed();
        Start("-Default");

        _shell.Run("Set-WanProfile other Singapore -ApiKeyVariable KEY -Default; Stop-WanEmulator").MustSucceed();

        Assert.Equal("other", Default());
    }

    [Fact]
    public void A_profile_of_the_users_own_by_that_name_is_back_after_the_last()
    {
        _shell.Run("Set-WanProfile emulator Beijing -ApiKeyVariable KEY -WorkspaceId llm-abc -SubmitRate 2 -Default").MustSucceed();
        var before = Profile();
        Start();
        Start("-Default");

        _shell.Run("Stop-WanEmulator").MustSucceed();

        var after = Profile()!;
        Assert.Equal(
            (before!.Region, before.WorkspaceId, before.Endpoint, before.KeySource, before.SubmitRate, true),
            (after.Region, after.WorkspaceId, after.Endpoint, after.KeySource, after.SubmitRate, after.IsDefault));
        Assert.Empty(after.Limit);
    }

    [Fact]
    public void A_profile_that_was_changed_meanwhile_is_the_users_own()
    {
        Start();

        _shell.Run("Set-WanProfile emulator -Endpoint http://127.0.0.1:9; Stop-WanEmulator").MustSucceed();

        Assert.StartsWith("http://127.0.0.1:9", Profile()!.Endpoint, StringComparison.Ordinal);
    }

    private WanEmulatorInfo Start(string options = "") => _shell.Run($"Start-WanEmulator -PassThru {options}").Single<WanEmulatorInfo>();

    private void Stop(WanEmulatorInfo emulator) => _shell.Run("$emulator | Stop-WanEmulator", ("emulator", emulator)).MustSucceed();

    private WanProfile? Profile() => _shell.Run("Get-WanProfile").MustSucceed().Of<WanProfile>().SingleOrDefault(static profile => profile.Name == "emulator");

    private string? Default() => _shell.Run("Get-WanProfile").MustSucceed().Of<WanProfile>().SingleOrDefault(static profile => profile.IsDefault)?.Name;
}
