using System.Diagnostics;
using Wan27.Engine.Media;

namespace Wan27.Engine.Tests.Media.Films;

/// <summary>Runs ffmpeg and ffprobe for the comparison, a few at a time.</summary>
internal static class FilmTools
{
    private static readonly SemaphoreSlim Turns = new(Math.Max(2, Environment.ProcessorCount));
    private static readonly Lazy<Task<HashSet<string>>> Encoders = new(ListEncodersAsync);

    /// <summary>Names of the encoders that this ffmpeg has.</summary>
    public static Task<HashSet<string>> EncodersAsync() => Encoders.Value;

    /// <summary>The exit code, and what was written: the error stream of ffmpeg, the output of ffprobe.</summary>
    public static async Task<(int Code, string Said)> RunAsync(string program, params string[] arguments)
    {
        await Turns.WaitAsync();
        try
        {
            var start = new ProcessStartInfo(Path.Combine(FfmpegTools.Find()!.Folder, program))
            {
                RedirectStandardError = true,
                RedirectStandardOutput = true,
                RedirectStandardInput = true,
                UseShellExecute = false,
            };
            foreach (var argument in arguments)
            {
                start.ArgumentList.Add(argument);
            }

            using var process = Process.Start(start)!;
            process.StandardInput.Close();
            var output = process.StandardOutput.ReadToEndAsync();
            var error = await process.StandardError.ReadToEndAsync();
            await process.WaitForExitAsync();
            return (process.ExitCode, arguments.Contains("-encoders") || program == "ffprobe" ? await output : error);
        }
        finally
        {
            Turns.Release();
        }
    }

    private static async Task<HashSet<string>> ListEncodersAsync()
        => [.. (await RunAsync("ffmpeg", "-v", "error", "-encoders")).Said.Split('\n')
            .Select(static line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries)).Where(static words => words.Length > 1).Select(static words => words[1])];
}
