using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using Wan27.Emulator.Service;

namespace Wan27.Emulator.Media;

/// <summary>Makes clips with the ffmpeg on the machine, two at a time at most.</summary>
internal sealed class FfmpegClips(TempFolder folder) : IDisposable
{
    private const int Parallel = 2;

    private readonly SemaphoreSlim _places = new(Parallel);

    /// <summary>The finished file, or null when ffmpeg is absent or fails.</summary>
    public async Task<string?> MakeAsync(int width, int height, int frames, CancellationToken stop)
    {
        await _places.WaitAsync(stop);
        try
        {
            var path = folder.NewFile(".mp4");
            return await RunAsync(Arguments(width, height, frames, path), stop) == 0 ? path : null;
        }
        catch (Win32Exception)
        {
            // Not installed: the caller has its own encoder.
            return null;
        }
        finally
        {
            _places.Release();
        }
    }

    public void Dispose() => _places.Dispose();

    private static string[] Arguments(int width, int height, int frames, string path)
        =>
        [
            "-nostdin", "-hide_banner", "-loglevel", "error",
            "-f", "lavfi", "-i", string.Create(CultureInfo.InvariantCulture, $"testsrc=size={width}x{height}:rate={MosaicVideo.FramesPerSecond}"),
            "-frames:v", frames.ToString(CultureInfo.InvariantCulture),
            "-c:v", "libx264", "-preset", "ultrafast", "-crf", "32", "-pix_fmt", "yuv420p", "-threads", "1",
            "-g", MosaicVideo.FramesPerSecond.ToString(CultureInfo.InvariantCulture),
            "-movflags", "+faststart", "-y", path,
        ];

    private static async Task<int> RunAsync(string[] arguments, CancellationToken stop)
    {
        using var process = new Process { StartInfo = new("ffmpeg", arguments) { RedirectStandardError = true, UseShellExecute = false, CreateNoWindow = true } };
        process.Start();
        try
        {
            await process.StandardError.ReadToEndAsync(stop);
            await process.WaitForExitAsync(stop);
            return process.ExitCode;
        }
        catch (OperationCanceledException)
        {
            process.Kill();
            await process.WaitForExitAsync(CancellationToken.None);
            throw;
        }
    }
}
