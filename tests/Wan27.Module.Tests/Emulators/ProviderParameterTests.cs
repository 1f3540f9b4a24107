using Wan27.ModuleTests.Hosting;

namespace Wan27.ModuleTests.Emulators;

/// <summary>Start-WanEmulator -Provider, as far as scripts see it.</summary>
public sealed class ProviderParameterTests : IDisposable
{
    private readonly Shell _shell = new();

    public void Dispose() => _shell.Dispose();

    [Fact]
    public void One_script_and_one_table_run_under_every_contract_by_changing_the_profile_alone()
    {
        var info = _shell.Run("Start-WanEmulator -TaskSeconds 0 -Provider * -PassThru").Single<WanEmulatorInfo>();
        var csv = _shell.PathOf("jobs.csv");
        File.WriteAllLines(csv, ["Prompt,Video,Resolution,Duration", "paper,https://cdn.example.com/1.mp4,720P,2", "clay,https://cdn.example.com/2.mp4,720P,3"]);

        Assert.All(info.Wrappers, wrapper => Assert.StartsWith($"{info.Url}/", wrapper.Value, StringComparison.Ordinal));
        foreach (var profile in info.Wrappers.Keys.Prepend(info.Profile))
        {
            var target = _shell.PathOf(profile);
            var result = _shell.Run($"Import-Csv '{csv}' | Start-WanVideoEditTask -Profile {profile} | Wait-WanTask | Save-WanResult -Destination '{target}'").MustSucceed();
            Assert.Equal(2, result.Output.Count);
            Assert.Equal(2, Directory.GetFiles(target, "*.mp4", SearchOption.AllDirectories).Length);
        }

        Assert.Contains("emulator-fal", info.Wrappers.Keys);
        Assert.Equal(["emulator"], _shell.Run("Stop-WanEmulator; Start-WanEmulator; (Get-WanProfile).Name").Of<string>());
    }

    [Fact]
    public void A_provider_that_is_not_played_starts_nothing()
    {
        var result = _shell.Run("Start-WanEmulator -Provider Fall");

        Assert.Contains("Fal", result.OnlyError("Wan.Route.ProviderUnknown").Exception.Message, StringComparison.Ordinal);
        Assert.Empty(_shell.Run("Get-WanProfile").MustSucceed().Output);
    }
}
