using Wan27.Engine.Contract;

namespace Wan27.Engine.Routes.ImageToVideo;

/// <summary>The image-to-video route: a clip from frames, or the continuation of a clip (contract section 3).</summary>
internal sealed record ImageToVideoRequest : RouteRequest
{
    public override string Route => WanRoutes.ImageToVideo;

    public string? NegativePrompt { get; init; }

    public MediaSource? FirstFrame { get; init; }

    public MediaSource? LastFrame { get; init; }

    public MediaSource? FirstClip { get; init; }

    public MediaSource? DrivingAudio { get; init; }

    public string? Resolution { get; init; }

    public int? Duration { get; init; }

    public bool NoPromptExtend { get; init; }

    public override IReadOnlyList<MediaPart> Media
    {
        get
        {
            var parts = new List<MediaPart>();
            Add("first_frame", "i2v.frame", FirstFrame);
            Add("first_clip", "i2v.clip", FirstClip);
            Add("last_frame", "i2v.frame", LastFrame);
            Add("driving_audio", "i2v.audio", DrivingAudio);
            return parts;

            void Add(string type, string rules, MediaSource? source)
            {
                if (source is not null)
                {
                    parts.Add(new MediaPart(type, rules, source));
                }
            }
        }
    }

    public override RouteRequest With(Func<MediaSource, MediaSource> source)
        => this with { FirstFrame = Other(FirstFrame, source), LastFrame = Other(LastFrame, source), FirstClip = Other(FirstClip, source), DrivingAudio = Other(DrivingAudio, source) };

    protected override IEnumerable<(string Subject, string? Text)> Texts => [.. base.Texts, (nameof(NegativePrompt), NegativePrompt)];

    public override string ResolutionText(ContractView contract)
        => Resolution?.ToUpperInvariant() ?? contract.Data.Values("i2v.resolution").Default!;

    public override BilledEstimate Estimate(ContractView contract, MediaReadings? media = null)
    {
        var seconds = Seconds(contract);
        return new BilledEstimate(FirstClip is null ? $"{seconds} s" : $"{seconds} s (the whole clip, including its first part)", seconds, "second");
    }

    public override BilledParts Parts(ContractView contract, MediaReadings? media = null)
    {
        // The continuation holds the clip that it goes on from, so that its length is that of the whole.
        var seconds = Seconds(contract);
        if (FirstClip is null)
        {
            return new BilledParts(seconds, seconds);
        }

        var clip = media?.Find("first_clip", FirstClip)?.Facts.Duration?.TotalSeconds;
        return new BilledParts(seconds, seconds, clip ?? contract.Number("i2v.clip.seconds.min"), clip ?? contract.Number("i2v.clip.seconds.max"));
    }

    public override ExpectedResult Expect(ContractView contract)
        => new() { Seconds = Seconds(contract), Tier = ResolutionText(contract), PromptLimit = contract.Integer("i2v.prompt.characters.max") };

    public override IEnumerable<WanCheck> Check(ContractView contract)
    {
        var check = new OptionChecks(contract);
        foreach (var finding in CheckCommon(contract))
        {
            yield return finding;
        }

        if (Prompt is not null)
        {
            yield return check.TextLength("i2v.prompt.characters.max", "Prompt", Prompt);
        }

        if (NegativePrompt is not null)
        {
            yield return check.TextLength("i2v.negativePrompt.characters.max", "NegativePrompt", NegativePrompt);
        }

        yield return CheckCombination(contract, check);
        if (Resolution is not null)
        {
            yield return check.OneOf("i2v.resolution", "Resolution", Resolution);
        }
        else
        {
            yield return check.Warn("i2v.resolution", "Resolution", "not given", $"Without Resolution the clip is made, and billed, in {ResolutionText(contract)}.", "Give -Resolution.", null, contract.Source("i2v.resolution"), billing: true);
        }

        if (Duration is { } duration)
        {
            yield return check.Range("i2v.duration.max", "Duration", duration, "i2v.duration.min", "i2v.duration.max", "seconds");
        }
    }

    public override IEnumerable<WanCheck> CheckJob(MediaReadings media, ContractView contract)
    {
        var seconds = Seconds(contract);
        if (media.Find("first_clip", FirstClip) is { } clip && ImageToVideoJobRules.Continuation(clip.Subject, clip.Facts, seconds, contract) is { } continuation)
        {
            yield return continuation;
        }

        if (media.Find("driving_audio", DrivingAudio) is { } sound && ImageToVideoJobRules.DrivingAudio(sound.Subject, sound.Facts, seconds, contract) is { } driving)
        {
            yield return driving;
        }
    }

    protected override IEnumerable<KeyValuePair<string, object?>> Options
        => Named(("negative_prompt", NegativePrompt), ("resolution", Resolution?.ToUpperInvariant()), ("duration", Duration), ("prompt_extend", NoPromptExtend ? false : null));

    private int Seconds(ContractView contract) => Duration ?? contract.Integer("i2v.duration.default");

    private WanCheck CheckCombination(ContractView contract, OptionChecks check)
    {
        const string Rule = "i2v.media.sets";
        var sets = contract.Values(Rule);
        var given = Media.Select(static part => part.Type).ToHashSet(StringComparer.Ordinal);
        var limit = string.Join("; ", sets);
        if (sets.Any(set => given.SetEquals(set.Split('+'))))
        {
            return check.Pass(Rule, "Media", string.Join("+", given), limit, "The media form an allowed set.", contract.Source(Rule));
        }

        if (given.Count == 0)
        {
            return check.Fail(Rule, "Media", "none", "No media is given; the route needs a first frame or a first clip.", "Give -FirstFrame or -FirstClip a path or URL.", limit, contract.Source(Rule));
        }

        var actual = string.Join("+", given);
        return check.Fail(Rule, "Media", actual, $"The route does not take {actual}.", $"Allowed sets: {limit}.", limit, contract.Source(Rule));
    }
}
