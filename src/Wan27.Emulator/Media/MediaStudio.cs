using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using Wan27.Emulator.Service;

namespace Wan27.Emulator.Media;

/// <summary>Makes result files when they are asked for, keeps them, and always makes the same bytes for the same plan.</summary>
internal sealed class MediaStudio(EmulatorOptions options, TempFolder folder) : IAsyncDisposable
{
    /// <summary>Tints of the emulator's own clips, so that neighbours in a batch differ.</summary>
    private const int Tints = 4;

    /// <summary>Pictures are cheap to draw again; only so many are kept.</summary>
    private const int MaxPictures = 64;

    private readonly ConcurrentDictionary<string, Lazy<Task<MediaFile>>> _pictures = new();
    private readonly ConcurrentDictionary<string, Lazy<Task<MediaFile>>> _clips = new();
    private readonly FfmpegClips _ffmpeg = new(folder);
    private readonly CancellationTokenSource _stop = new();

    public Task<MediaFile> PictureAsync(ImagePlan plan, int index)
    {
        if (_pictures.Count >= MaxPictures)
        {
            _pictures.Clear();
        }

        var name = $"{plan.Width}*{plan.Height} {index} {plan.Format} {string.Join(' ', plan.Palette)} {plan.Prompt}";
        return _pictures.GetOrAdd(name, _ => new(() => Task.Run(() => Picture(plan, index)))).Value;
    }

    public Task<MediaFile> ClipAsync(ClipPlan plan)
    {
        var frames = (int)Math.Round(plan.Seconds * MosaicVideo.FramesPerSecond, MidpointRounding.AwayFromZero);

        // A real encoder costs seconds per clip, so one clip per size and length has to do.
        var tint = options.UseFfmpeg ? 0 : SHA256.HashData(Encoding.UTF8.GetBytes(plan.Prompt))[0] % Tints;
        return _clips.GetOrAdd($"{plan.Width}*{plan.Height} {frames} {tint}", _ => new(() => MakeClipAsync(plan.Width, plan.Height, frames, tint))).Value;
    }

    /// <summary>Begins what takes long before it is asked for.</summary>
    public void Warm(TaskPlan plan)
    {
        if (options.UseFfmpeg && plan is ClipPlan clip)
        {
            _ = ClipAsync(clip);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        foreach (var clip in _clips.Values.Where(static clip => clip.IsValueCreated))
        {
            await clip.Value.ContinueWith(static _ => { }, TaskScheduler.Default);
        }

        _ffmpeg.Dispose();
        _stop.Dispose();
    }

    private MediaFile Picture(ImagePlan plan, int index)
    {
        var drawing = new PaletteDrawing(plan.Width, plan.Height, $"{plan.Prompt} {index}", plan.Palette);
        var type = $"image/{plan.Format}";
        var bytes = plan.Format switch
        {
            "jpeg" => JpegPicture.Encode(drawing),
            "webp" => WebpPicture.Encode(drawing),
            _ => PngPicture.Encode(drawing),
        };
        return MediaFile.InMemory(type, Padding.Picture(bytes, type, options.ResultPadding));
    }

    private async Task<MediaFile> MakeClipAsync(int width, int height, int frames, int tint)
    {
        await Task.Yield();
        if (options.UseFfmpeg && await _ffmpeg.MakeAsync(width, height, frames, _stop.Token) is { } path)
        {
            await Padding.AppendMp4Async(path, options.ResultPadding, _stop.Token);
            return MediaFile.OnDisk("video/mp4", path);
        }

        return MediaFile.InMemory("video/mp4", Padding.Mp4(MosaicVideo.Encode(width, height, frames, tint), options.ResultPadding));
    }
}
