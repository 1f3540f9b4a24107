using Wan27.Engine.Contract;

namespace Wan27.Engine.Media;

/// <summary>Holds a result against what its plan promised, with ffprobe and a full decode. It never asks the readers of headers.</summary>
internal sealed class ConformProof(FfmpegTools tools)
{
    /// <summary>Part of the pictures that may be missing or doubled when a frame rate is made constant.</summary>
    private const double PicturePart = 0.1;

    /// <summary>Sound may end before the picture by this much where the source's reaches to its end.</summary>
    private static readonly TimeSpan SoundSlack = TimeSpan.FromMilliseconds(500);

    private static readonly TimeSpan Rounding = TimeSpan.FromMilliseconds(100);

    /// <summary>What of the plan the result does not keep, in sentences' ends; empty for a result that keeps all.</summary>
    /// <param name="plan">What was promised.</param>
    /// <param name="part">The file that was written.</param>
    /// <param name="attempt">How many tries before have compressed, and shortened, too little.</param>
    /// <param name="cancellationToken">Ends ffprobe.</param>
    public async Task<IReadOnlyList<string>> FaultsAsync(ConformPlan plan, string part, int attempt, CancellationToken cancellationToken)
    {
        var probe = new IndependentProbe(tools);
        var options = FfmpegTools.InputOptions(plan.Source with { Format = plan.Format });
        var streams = await probe.StreamsAsync(part, options, cancellationToken);
        var picture = streams.FirstOrDefault(static stream => stream.Kind == MediaKind.Video);
        var sound = streams.FirstOrDefault(static stream => stream.Kind == MediaKind.Audio);
        var faults = new List<string>();
        var main = plan.Role.Kind == MediaKind.Audio ? sound : picture;
        if (main is null)
        {
            return [$"it holds no {(plan.Role.Kind == MediaKind.Audio ? "sound" : "picture")}"];
        }

        var frames = await probe.DecodeAsync(part, options, main, interval: null, cancellationToken);
        if (frames.Complaint is { } complaint || frames.Count == 0)
        {
            return [$"it does not decode ({frames.Complaint ?? "nothing comes of it"})"];
        }

        if (plan.Role.HasPicture)
        {
            AddPicture(plan, main, faults);
        }

        if (plan.Role.HasLength)
        {
            AddLength(plan, frames.Length!.Value, attempt, faults);
        }

        if (plan.Role.Kind == MediaKind.Image && (frames.Count != 1 || main.HasAlpha))
        {
            faults.Add(main.HasAlpha ? "it still has an alpha channel" : $"it holds {frames.Count} pictures where one was wanted");
        }

        if (plan.Role.Kind == MediaKind.Video)
        {
            AddCount(plan, frames, faults);
            await AddSoundAsync(plan, probe, part, options, sound, frames.Length!.Value, faults, cancellationToken);
        }

        return faults;
    }

    private static void AddPicture(ConformPlan plan, ProbedStream picture, List<string> faults)
    {
        var (width, height) = plan.ResultSize;
        if ((picture.Width, picture.Height) != (width, height) || picture.Rotation is not 0 || picture.PixelAspect is { IsSquare: false })
        {
            faults.Add($"it is {Measure.Size(picture.Width, picture.Height)}{(picture.PixelAspect is { IsSquare: false } shape ? $" with pixels of {shape}" : string.Empty)}{(picture.Rotation is { } turn and not 0 ? $", turned by {turn} degrees," : string.Empty)} where {Measure.Size(width, height)} were wanted");
        }

        if (plan.Geometry is { } geometry)
        {
            // Each side is off by less than one step of the codec's.
            var kept = (double)geometry.CutWidth / geometry.CutHeight;
            var shown = (double)geometry.PictureWidth / geometry.PictureHeight;
            if (Math.Abs((shown / kept) - 1) > (2.0 / geometry.PictureWidth) + (2.0 / geometry.PictureHeight))
            {
                faults.Add($"its picture has an aspect of {Measure.Aspect(geometry.PictureWidth, geometry.PictureHeight)} where {Measure.Aspect(geometry.CutWidth, geometry.CutHeight)} is shown");
            }
        }
    }

    private static void AddLength(ConformPlan plan, TimeSpan length, int attempt, List<string> faults)
    {
        var wanted = plan.Source.Duration is { } source && (plan.CutTo is null || source < plan.CutTo) ? source : plan.CutTo;
        if (wanted is not { } expected)
        {
            return;
        }

        var step = TimeSpan.FromSeconds(1 / (plan.Source.FrameRate is > 1 and { } rate ? rate : 25));
        var below = Rounding + plan.Source.Granularity + (step * (attempt + 2));
        var above = plan.CutTo is null ? below : TimeSpan.FromMilliseconds(1);
        if (length < expected - below || length > expected + above)
        {
            faults.Add($"it is {Measure.Seconds(length)} long where {Measure.Seconds(expected)} were wanted");
        }
    }

    private static void AddCount(ConformPlan plan, ProbedFrames frames, List<string> faults)
    {
        if (plan.SourceFrames is not { } source)
        {
            return;
        }

        var end = plan.CutTo ?? frames.Length!.Value + Rounding;
        var inSource = source.CountBefore(end);
        var expected = plan.ConstantRate is { } rate ? frames.Length!.Value.TotalSeconds * rate : inSource;
        var slack = 3 + (expected * PicturePart);
        if (frames.Count < expected - slack || (inSource > 1 && frames.Count < 2))
        {
            faults.Add($"it holds {frames.Count} pictures where {Math.Round(expected)} were wanted");
        }
    }

    private static async Task AddSoundAsync(
        ConformPlan plan, IndependentProbe probe, string part, string options, ProbedStream? sound, TimeSpan length, List<string> faults, CancellationToken cancellationToken)
    {
        if (!plan.Source.HasAudio)
        {
            return;
        }

        if (sound is null)
        {
            faults.Add("it has lost its sound");
            return;
        }

        var heard = await probe.DecodeAsync(part, options, sound, interval: null, cancellationToken);
        if (heard.Complaint is not null || heard.Length is not { } sounding)
        {
            faults.Add($"its sound does not decode ({heard.Complaint ?? "nothing comes of it"})");
        }
        else if (plan.Source.SoundDuration is { } source && sounding + SoundSlack < (source < length ? source : length))
        {
            faults.Add($"its sound is {Measure.Seconds(sounding)} long where {Measure.Seconds(source < length ? source : length)} were wanted");
        }
    }
}
