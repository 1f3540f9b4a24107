using System.Diagnostics;

namespace Wan27.Engine.Tests.Tasks;

/// <summary>A real second process, for what only real processes can show.</summary>
internal sealed class ChildProcess : IDisposable
{
    private readonly Process _process;

    public ChildProcess(params string[] arguments)
        : this(Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet", [], arguments)
    {
    }

    private ChildProcess(string program, IReadOnlyList<string> before, IReadOnlyList<string> arguments)
    {
        var start = new ProcessStartInfo(program)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        };
        foreach (var argument in before.Append(typeof(ChildProgram).Assembly.Location).Concat(arguments))
        {
            start.ArgumentList.Add(argument);
        }

        _process = Process.Start(start) ?? throw new InvalidOperationException("The child process did not start.");
    }

    /// <summary>The same as another user, which only root can start.</summary>
    public static ChildProcess AsUser(int user, params string[] arguments)
        => new("setpriv", [$"--reuid={user}", $"--regid={user}", "--clear-groups", Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet"], arguments);

    public int Id => _process.Id;

    public Task<string?> ReadLineAsync() => _process.StandardOutput.ReadLineAsync();

    public Task WriteLineAsync(string line) => _process.StandardInput.WriteLineAsync(line);

    /// <summary>Waits for its end; gives what it said.</summary>
    public async Task<string[]> EndAsync()
    {
        var output = await _process.StandardOutput.ReadToEndAsync();
        await _process.WaitForExitAsync();
        Assert.Equal(0, _process.ExitCode);
        return output.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
    }

    public async Task KillAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
    }

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
        }

        _process.Dispose();
    }
}
