using Wan27.ModuleTests.Hosting;

namespace Wan27.ModuleTests.Loading;

/// <summary>A session keeps the code that it has loaded, whatever number is imported later.</summary>
public sealed class SecondVersionTests : IDisposable
{
    private readonly Shell _shell = new();

    public void Dispose() => _shell.Dispose();

    [Fact]
    public void Old_code_under_a_new_number_asks_for_a_new_session()
    {
        var other = _shell.PathOf("other", "Wan27");
        Copy(Path.Combine(ModuleAssemblies.Root, "bin"), Path.Combine(other, "bin"));
        var manifest = File.ReadAllText(ModuleAssemblies.Manifest);
        var loaded = typeof(Cmdlets.Async.AsyncCmdlet).Assembly.GetName().Version!.ToString(3);
        File.WriteAllText(Path.Combine(other, "Wan27.psd1"), manifest.Replace($"ModuleVersion          = '{loaded}'", "ModuleVersion          = '99.8.7'", StringComparison.Ordinal));

        _shell.Run("Remove-Module Wan27; Import-Module $manifest", ("manifest", Path.Combine(other, "Wan27.psd1"))).MustSucceed();

        foreach (var cmdlet in new[] { "Get-WanTask", "Get-WanProfile", "'a fox' | New-WanImage", "Start-WanEmulator" })
        {
            Assert.StartsWith(
                $"Version 99.8.7 of the module is imported, but this session has loaded the code of version {loaded}, and a session cannot change it.",
                _shell.Run(cmdlet).OnlyError("Wan.Service.NewSessionNeeded").ErrorDetails.Message,
                StringComparison.Ordinal);
        }

        _shell.Run("Remove-Module Wan27; Import-Module $manifest; Get-WanTask", ("manifest", ModuleAssemblies.Manifest)).MustSucceed();
    }

    private static void Copy(string from, string to)
    {
        Directory.CreateDirectory(to);
        foreach (var file in Directory.GetFiles(from))
        {
            File.Copy(file, Path.Combine(to, Path.GetFileName(file)));
        }
    }
}
