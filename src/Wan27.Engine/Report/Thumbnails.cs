using System.Diagnostics;
using Wan27.Engine.Media;

namespace Wan27.Engine.Report;

/// <summary>Small pictures of films and pictures, made by ffmpeg where it is installed.</summary>
internal sealed class Thumbnails
{
    private const int Width = 320;
    private const int MostBytes = 200_000;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly FfmpegTools? _tools = FfmpegTools.Find();

    /// <summary>False where the browser must show the first frame itself.</summary>
    public bool CanMake => _tools is not null;

    /// <summary>The first frame as a data URI; null where ffmpeg cannot read the file.</summary>
    public async Task<string?> MakeAsync(string path, CancellationToken ct)
    {
        if (_tools is null)
        {
            return null;
        }

        var start = new ProcessStartInfo(_tools.Ffmpeg) { RedirectStandardOutput = true, RedirectStandardError = true, RedirectStandardInput = true };
        foreach (var argument in new[] { "-v", "error", "-nostdin", "-i", "file:" + Path.GetFullPath(path), "-frames:v", "1", "-vf", $"scale={Width}:-2", "-q:v", "6", "-f", "mjpeg", "pipe:1" })
        {
            start.ArgumentList.Add(argument);
        }

        using var limit = CancellationTokenSource.CreateLinkedTokenSource(ct);
        limit.CancelAfter(Patience);
        using var process = Process.Start(start)!;
        try
        {
            process.StandardInput.Close();
            var said = process.StandardError.ReadToEndAsync(limit.Token);
            using var picture = new MemoryStream();
            await process.StandardOutput.BaseStream.CopyToAsync(picture, limit.Token);
            await said;
            await process.WaitForExitAsync(limit.Token);
            return process.ExitCode == 0 && picture.Length is > 0 and < MostBytes ? $"data:image/jpeg;base64,{Convert.ToBase64String(picture.GetBuffer(), 0, (int)picture.Length)}" : null;
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            return null;
        }
        finally
        {
            if (!process.HasExited)
            {
                process.Kill();
            }
        }
    }
}
