using System.ComponentModel;
using System.Diagnostics;
using System.Text;
using Wan27.Engine.Contract;
using Wan27.Engine.Records;

namespace Wan27.Engine.Media;

/// <summary>
/// Runs ffprobe and hands out its lines as they come, so that a long film takes no memory. Arguments are passed one by one: on the
/// library's single command line a quotation mark in a file's name is lost.
/// </summary>
internal static class FfprobeRun
{
    /// <summary>Runs it to its end.</summary>
    /// <returns>Its first complaint, or null for none.</returns>
    /// <exception cref="WanException"><c>Wan.Media.FfmpegFailed</c>: it could not be started.</exception>
    public static async Task<string?> RunAsync(FfmpegTools tools, IEnumerable<string> arguments, Action<string> line, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var start = new ProcessStartInfo(tools.Ffprobe)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardOutputEncoding = Encoding.UTF8,
            StandardErrorEncoding = Encoding.UTF8,
            UseShellExecute = false,
            CreateNoWindow = true,
        };
        foreach (var argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        using var process = new Process { StartInfo = start };
        try
        {
            process.Start();
        }
        catch (Win32Exception refused)
        {
            throw MediaErrors.FfmpegFailedToRun("ffprobe", FfmpegTools.Advice, refused);
        }

        // Killed at once: it has nothing of its own to finish.
        await using var stop = cancellationToken.Register(static state => End((Process)state!), process);
        var complaints = FirstComplaintAsync(process.StandardError);
        while (await process.StandardOutput.ReadLineAsync(CancellationToken.None) is { } text)
        {
            line(text);
        }

        var complaint = await complaints;
        await process.WaitForExitAsync(CancellationToken.None);
        cancellationToken.ThrowIfCancellationRequested();
        return complaint ?? (process.ExitCode == 0 ? null : "ffprobe gave up on it");
    }

    private static async Task<string?> FirstComplaintAsync(StreamReader from)
    {
        string? first = null;
        while (await from.ReadLineAsync(CancellationToken.None) is { } text)
        {
            first ??= FfmpegTools.Complaint(text);
        }

        return first;
    }

    private static void End(Process process)
    {
        try
        {
            process.Kill();
        }
        catch (Exception gone) when (gone is InvalidOperationException or Win32Exception)
        {
            // It ended by itself.
        }
    }
}
