using Wan27.ModuleTests.Console;

namespace Wan27.ModuleTests.Hosting;

/// <summary>A script in a process of its own, for what can only be seen in a fresh one.</summary>
internal sealed class ChildShell : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("wan27-child-").FullName;

    public ChildShell(string script)
    {
        var path = Path.Combine(_folder, "script.ps1");
        File.WriteAllText(path, script);
        Result = ConsoleProcess.RunAsync(path).GetAwaiter().GetResult();
        Assert.True(Result.ExitCode == 0, Result.Error);
    }

    public ConsoleResult Result { get; }

    public IReadOnlyList<string> Output => Result.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}
