using System.Collections.Concurrent;
using System.ComponentModel;
using System.Diagnostics;

namespace Wan27.Engine.Media;

/// <summary>What an installed ffmpeg can read and write. Its builds differ: many come without x264, MP3 or HEIF. Asked once per folder.</summary>
internal sealed class FfmpegSkills
{
    /// <summary>How long one question may take. A program that does not answer is as good as none.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private static readonly ConcurrentDictionary<string, Lazy<FfmpegSkills>> Known = new(StringComparer.Ordinal);

    /// <summary>What every ffmpeg reads, given the decoder; other files are tried.</summary>
    private static readonly string[] UsualFormats =
    [
        MediaFormat.Jpeg, MediaFormat.Png, MediaFormat.Bmp, MediaFormat.Gif, MediaFormat.Mp4, MediaFormat.Mov, MediaFormat.M4a, MediaFormat.Wav, MediaFormat.Mp3,
        MediaFormat.Flac,
    ];

    /// <summary>Files that were tried, as they were then: a batch often names one file in many rows, and a rule asks once for each of its findings.</summary>
    private readonly ConcurrentDictionary<(string Path, long Length, DateTime Written, MediaRole Role), Lazy<string?>> _tried = new();

    private readonly HashSet<string>? _encoders;
    private readonly HashSet<string>? _decoders;
    private readonly FfmpegTools _tools;

    private FfmpegSkills(FfmpegTools tools)
    {
        _tools = tools;
        _encoders = List(tools, "-encoders");
        _decoders = List(tools, "-decoders");
    }

    public static FfmpegSkills Of(FfmpegTools tools) => Known.GetOrAdd(tools.Folder, _ => new(() => new FfmpegSkills(tools))).Value;

    /// <summary>Says what is missing for a plan, or null where it can be carried out.</summary>
    public string? Lacks(ConformPlan plan)
    {
        if (_encoders is null || _decoders is null)
        {
            return "it does not run";
        }

        if (EncodersOf(plan).FirstOrDefault(name => !_encoders.Contains(name)) is { } encoder)
        {
            return $"it has no encoder {encoder}";
        }

        if (plan.Source.VideoCodec is { } codec && plan.Role.HasPicture && codec.All(static c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c)) && codec is "h264" or "hevc" or "mpeg4" or "mjpeg" && !_decoders.Contains(codec))
        {
            return $"it has no decoder {codec}";
        }

        return UsualFormats.Contains(plan.Source.Format) && plan.Source.VideoCodec is null or "h264" or "hevc" or "mpeg4" or "mjpeg" ? null : Tried(plan);
    }

    /// <summary>Asked of the file itself: formats that few builds read, and codecs whose names differ from place to place.</summary>
    private string? Tried(ConformPlan plan)
    {
        var file = new FileInfo(plan.Source.Path);
        return file.Exists
            ? _tried.GetOrAdd((file.FullName, file.Length, file.LastWriteTimeUtc, plan.Role), _ => new(() => Try(plan))).Value
            : "it would need the file itself";
    }

    private string? Try(ConformPlan plan)
    {
        using var patience = new CancellationTokenSource(Patience);
        try
        {
            // Off this thread, which may be one that waits for nobody.
            Task.Run(() => new MediaConform(_tools).PlanAsync(plan.Source, plan.Role, plan.Contract, plan.Options, patience.Token), patience.Token).GetAwaiter().GetResult();
            return null;
        }
        catch (WanException refused)
        {
            return refused.Message.TrimEnd('.');
        }
        catch (OperationCanceledException)
        {
            return $"it did not decode this {plan.Source.Format} in time";
        }
    }

    private static IEnumerable<string> EncodersOf(ConformPlan plan) => plan.Format switch
    {
        MediaFormat.Jpeg => ["mjpeg"],
        MediaFormat.Png => ["png"],
        MediaFormat.Bmp => ["bmp"],
        MediaFormat.WebP => ["libwebp"],
        MediaFormat.Mp3 => ["libmp3lame"],
        MediaFormat.Wav => ["pcm_s16le"],
        _ => plan.Source.HasAudio ? ["libx264", "aac"] : ["libx264"],
    };

    /// <summary>The names of a list: the word behind the flags of each line. Null where ffmpeg does not run.</summary>
    private static HashSet<string>? List(FfmpegTools tools, string which)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo(tools.Ffmpeg, ["-hide_banner", "-loglevel", "quiet", which]) { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false, CreateNoWindow = true });
            if (process is null)
            {
                return null;
            }

            process.ErrorDataReceived += static (_, _) => { };
            process.BeginErrorReadLine();
            var reading = process.StandardOutput.ReadToEndAsync();
            if (!reading.Wait(Patience))
            {
                process.Kill();
                return null;
            }

            process.WaitForExit();
            return process.ExitCode != 0 ? null
                : [.. reading.Result.Split('\n').Select(static line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries)).Where(static words => words.Length > 1 && words[0].Length >= 6).Select(static words => words[1])];
        }
        catch (Exception refused) when (refused is Win32Exception or InvalidOperationException or AggregateException)
        {
            return null;
        }
    }
}
