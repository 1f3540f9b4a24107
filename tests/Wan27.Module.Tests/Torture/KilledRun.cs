using System.Diagnostics;

namespace Wan27.ModuleTests.Torture;

/// <summary>One run of a script that is killed in the midst of its work.</summary>
internal static class KilledRun
{
    /// <summary>Kills a script; gives what it had said, or null when it ended by itself first.</summary>
    /// <param name="user">Whose script it is.</param>
    /// <param name="command">The script.</param>
    /// <param name="delay">How long it is left alone.</param>
    /// <param name="whileStarting">Counts the delay from the start of the process, not from the script's first line.</param>
    public static async Task<string?> RunAsync(UserFolder user, string[] command, TimeSpan delay, bool whileStarting)
    {
        using Process process = user.Start(command);
        Task<string> error = process.StandardError.ReadToEndAsync();
        string? first = whileStarting ? null : await process.StandardOutput.ReadLineAsync();
        Task<string> output = process.StandardOutput.ReadToEndAsync();
        using var limit = new CancellationTokenSource(delay);
        try
        {
            await process.WaitForExitAsync(limit.Token);
            return null;
        }
        catch (OperationCanceledException)
        {
            process.Kill();
            await process.WaitForExitAsync(CancellationToken.None);
            return $"{first}; {(await output).ReplaceLineEndings("; ")}";
        }
        finally
        {
            await Task.WhenAll(output, error);
        }
    }
}
