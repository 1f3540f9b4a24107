using System.Diagnostics;
using Wan27.ModuleTests.Console;
using Wan27.ModuleTests.Hosting;

namespace Wan27.ModuleTests.Torture;

/// <summary>A user's folder and state, in which consoles run as processes of their own.</summary>
internal sealed class UserFolder : IDisposable
{
    public UserFolder()
    {
        File.WriteAllText(PathOf("key"), EmulatorControl.Key);
    }

    public string Path { get; } = Directory.CreateTempSubdirectory("wan27-user-").FullName;

    public string Home => PathOf("home");

    public string PathOf(params string[] parts) => System.IO.Path.Combine([Path, .. parts]);

    /// <summary>Starts a script or, after <c>-c</c>, commands.</summary>
    public Process Start(params string[] arguments) => ConsoleProcess.Start(Path, ConsoleProcess.Assembly, Home, arguments);

    public async Task<ConsoleResult> RunAsync(params string[] arguments)
    {
        using var process = Start(arguments);
        return await ConsoleProcess.FinishAsync(process);
    }

    /// <summary>Makes the default profile, with the pauses of the contract shortened so that a run is quick.</summary>
    public async Task SetProfileAsync(string url, string rates = "")
    {
        var result = await RunAsync("-c", $$"""
            Set-WanProfile main Singapore -Endpoint {{url}} -ApiKeyFile key -Default {{rates}} -Limit @{
                'retry.delay.first.seconds' = 0.05; 'retry.delay.max.seconds' = 0.5; 'poll.image.first.seconds' = 0.2; 'poll.image.seconds' = 0.3; 'poll.i2v.first.seconds' = 0.2; 'poll.videoedit.first.seconds' = 0.2
                'poll.i2v.seconds' = 0.3; 'poll.videoedit.seconds' = 0.3; 'poll.t2v.first.seconds' = 0.2; 'poll.t2v.seconds' = 0.3; 'submit.late.seconds' = 5 }
            """);
        Assert.True(result.ExitCode == 0, result.Error);
    }

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
