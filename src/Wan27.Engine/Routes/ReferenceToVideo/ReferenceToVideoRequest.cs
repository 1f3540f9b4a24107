using System.Globalization;
using Wan27.Engine.Contract;
using Wan27.Engine.Media;
using Wan27.Engine.Records;

namespace Wan27.Engine.Routes.ReferenceToVideo;

/// <summary>The reference-to-video route: a clip with the people and things of pictures and videos that the prompt names (contract section 5).</summary>
internal sealed record ReferenceToVideoRequest : RouteRequest
{
    public override string Route => WanRoutes.ReferenceToVideo;

    public string? NegativePrompt { get; init; }

    /// <summary>"Image 1", "Image 2" and so on of the prompt.</summary>
    public IReadOnlyList<MediaSource> ReferenceImages { get; init; } = [];

    /// <summary>"Video 1", "Video 2" and so on of the prompt.</summary>
    public IReadOnlyList<MediaSource> ReferenceVideos { get; init; } = [];

    /// <summary>A voice for each reference, those of the images first; null where it has none.</summary>
    public IReadOnlyList<MediaSource?> Voices { get; init; } = [];

    public MediaSource? FirstFrame { get; init; }

    public string? Resolution { get; init; }

    public string? Ratio { get; init; }

    public int? Duration { get; init; }

    public bool NoPromptExtend { get; init; }

    /// <summary>
    /// Images and videos by turns, as in the official sample. Each kind keeps its own order, which is all that their names depend on.
    /// </summary>
    public IReadOnlyList<Reference> References
    {
        get
        {
            var images = ReferenceImages.Select((image, index) => Named("reference_image", "r2v.image", image, index)).ToArray();
            var videos = ReferenceVideos.Select((video, index) => Named("reference_video", "r2v.video", video, images.Length + index)).ToArray();
            return [.. Enumerable.Range(0, Math.Max(images.Length, videos.Length)).SelectMany(turn => images.Skip(turn).Take(1).Concat(videos.Skip(turn).Take(1)))];
        }
    }

    public override IReadOnlyList<MediaPart> Media
        => [
            .. FirstFramePart is { } frame ? [frame] : Array.Empty<MediaPart>(),
            .. References.SelectMany(static reference => reference.Voice is { } voice ? [reference.Media, voice] : new[] { reference.Media }),
        ];

    /// <summary>The first frame as a part of the request.</summary>
    public MediaPart? FirstFramePart => FirstFrame is null ? null : new MediaPart("first_frame", "r2v.frame", FirstFrame);

    public override RouteRequest With(Func<MediaSource, MediaSource> source) => this with
    {
        ReferenceImages = [.. ReferenceImages.Select(source)],
        ReferenceVideos = [.. ReferenceVideos.Select(source)],
        Voices = [.. Voices.Select(voice => Other(voice, source))],
        FirstFrame = Other(FirstFrame, source),
    };

    protected override IEnumerable<(string Subject, string? Text)> Texts => [.. base.Texts, (nameof(NegativePrompt), NegativePrompt)];

    public override string ResolutionText(ContractView contract)
        => Resolution?.ToUpperInvariant() ?? contract.Data.Values("r2v.resolution").Default!;

    public override BilledEstimate Estimate(ContractView contract, MediaReadings? media = null)
    {
        var output = Duration ?? contract.Integer("r2v.duration.default");
        if (ReferenceVideos.Count == 0)
        {
            return new BilledEstimate($"{output} s", output, "second");
        }

        var most = contract.Number("r2v.input.billed.seconds.max");
        var lengths = ReferenceVideos.Select(video => media?.Find("reference_video", video)?.Facts.Duration?.TotalSeconds).ToArray();
        var known = lengths.Sum(static length => length ?? 0);
        var isExact = known >= most || lengths.All(static length => length is not null);
        var input = isExact ? Math.Min(known, most) : most;
        var (total, bound) = (output + input, isExact ? string.Empty : "up to ");
        return new BilledEstimate($"{bound}{Measure.Seconds(total)} ({bound}{Measure.Seconds(input)} of input and {output} s of output)", total, "second");
    }

    public override BilledParts Parts(ContractView contract, MediaReadings? media = null)
    {
        var output = Duration ?? contract.Integer("r2v.duration.default");
        var lengths = ReferenceVideos.Select(video => media?.Find("reference_video", video)?.Facts.Duration?.TotalSeconds).ToArray();
        return new BilledParts(
            output, output,
            lengths.Sum(length => length ?? contract.Number("r2v.video.seconds.min")), lengths.Sum(length => length ?? contract.Number("r2v.video.seconds.max")));
    }

    public override ExpectedResult Expect(ContractView contract) => new()
    {
        Seconds = Duration ?? contract.Integer("r2v.duration.default"),
        Tier = ResolutionText(contract),
        Ratio = FirstFrame is null ? Ratio : null,
        PromptLimit = contract.Integer("r2v.prompt.characters.max"),
    };

    public override IEnumerable<WanCheck> Check(ContractView contract)
    {
        var check = new OptionChecks(contract);
        foreach (var finding in CheckCommon(contract))
        {
            yield return finding;
        }

        if (string.IsNullOrWhiteSpace(Prompt))
        {
            yield return check.Fail("r2v.prompt", "Prompt", "empty", "The route needs a prompt.", "Give -Prompt, and name the references in it: Image 1, Video 1.");
        }
        else
        {
            yield return check.TextLength("r2v.prompt.characters.max", "Prompt", Prompt);
            foreach (var finding in ReferencePromptRules.Names(Prompt, ReferenceImages, ReferenceVideos, contract.Data.Own?.FormOf(Route, Model)?.ReferenceWord, contract))
            {
                yield return finding;
            }
        }

        if (NegativePrompt is not null)
        {
            yield return check.TextLength("r2v.negativePrompt.characters.max", "NegativePrompt", NegativePrompt);
        }

        yield return CheckReferences(contract, check);
        if (Voices.Count > ReferenceImages.Count + ReferenceVideos.Count)
        {
            yield return check.Fail(
                "r2v.voices", "ReferenceVoice", Text(Voices.Count),
                $"{Counted.Of(Voices.Count, "voice")} {(Voices.Count == 1 ? "was" : "were")} given for {Counted.Of(ReferenceImages.Count + ReferenceVideos.Count, "reference")}.",
                "Give one for each reference, those of the images first, and an empty one where there is none.", Text(ReferenceImages.Count + ReferenceVideos.Count));
        }

        if (Resolution is not null)
        {
            yield return check.OneOf("r2v.resolution", "Resolution", Resolution);
        }
        else
        {
            yield return check.Warn("r2v.resolution", "Resolution", "not given", $"Without Resolution the clip is made, and billed, in {ResolutionText(contract)}.", "Give -Resolution.", null, contract.Source("r2v.resolution"), billing: true);
        }

        if (Ratio is not null)
        {
            yield return check.OneOf("r2v.ratio", "Ratio", Ratio);
            if (FirstFrame is not null)
            {
                yield return check.Warn("r2v.ratio.ignored", "Ratio", Ratio, $"Ratio {Ratio} is ignored by the service: the clip takes the shape of its first frame.", "Leave out -Ratio or -FirstFrame.", null, contract.Source("r2v.ratio"));
            }
        }

        if (Duration is { } duration)
        {
            var (max, unit) = ReferenceVideos.Count > 0 ? ("r2v.duration.withVideo.max", "seconds with a reference video") : ("r2v.duration.max", "seconds");
            yield return check.Range(max, "Duration", duration, "r2v.duration.min", max, unit);
        }
    }

    public override IEnumerable<WanCheck> CheckJob(MediaReadings media, ContractView contract) => [];

    protected override IEnumerable<KeyValuePair<string, object?>> Options => Named(
        ("negative_prompt", NegativePrompt), ("resolution", Resolution?.ToUpperInvariant()), ("ratio", Ratio), ("duration", Duration), ("prompt_extend", NoPromptExtend ? false : null));

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);

    private Reference Named(string type, string rules, MediaSource source, int index)
        => new(new MediaPart(type, rules, source), Voices.ElementAtOrDefault(index) is { } voice ? new MediaPart("reference_voice", "r2v.voice", voice) : null);

    private WanCheck CheckReferences(ContractView contract, OptionChecks check)
    {
        const string Rule = "r2v.references.max";
        var (count, max) = (ReferenceImages.Count + ReferenceVideos.Count, contract.Integer(Rule));
        return count switch
        {
            0 => check.Fail(Rule, "References", "none", "The route needs at least one reference image or video.", "Give -ReferenceImage or -ReferenceVideo a path or URL.", $"1 to {max}", contract.Source(Rule)),
            _ when count > max => check.Fail(
                Rule, "References", Text(count), $"{Counted.Of(ReferenceImages.Count, "reference image")} and {Counted.Of(ReferenceVideos.Count, "reference video")} were given; at most {max} are allowed together.",
                $"Leave out {count - max}.", $"1 to {max}", contract.Source(Rule)),
            _ => check.Pass(Rule, "References", Text(count), $"1 to {max}", $"{count} of at most {max} references.", contract.Source(Rule)),
        };
    }
}
