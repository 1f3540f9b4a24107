using System.Globalization;
using Wan27.Engine.Contract;
using Wan27.Engine.Media;

namespace Wan27.Engine.Routes.VideoEdit;

/// <summary>The video-edit route: one clip, an instruction and reference images (contract section 4).</summary>
internal sealed record VideoEditRequest : RouteRequest
{
    public override string Route => WanRoutes.VideoEdit;

    public string? NegativePrompt { get; init; }

    public MediaSource? Video { get; init; }

    public IReadOnlyList<MediaSource> ReferenceImages { get; init; } = [];

    public string? Resolution { get; init; }

    public string? Ratio { get; init; }

    public int? Duration { get; init; }

    public string? AudioSetting { get; init; }

    public bool NoPromptExtend { get; init; }

    public override IReadOnlyList<MediaPart> Media
        => [
            .. Video is null ? Array.Empty<MediaPart>() : [new MediaPart("video", "videoedit.video", Video)],
            .. ReferenceImages.Select(static image => new MediaPart("reference_image", "videoedit.reference", image)),
        ];

    public override RouteRequest With(Func<MediaSource, MediaSource> source)
        => this with { Video = Other(Video, source), ReferenceImages = [.. ReferenceImages.Select(source)] };

    protected override IEnumerable<(string Subject, string? Text)> Texts => [.. base.Texts, (nameof(NegativePrompt), NegativePrompt)];

    public override string ResolutionText(ContractView contract)
        => Resolution?.ToUpperInvariant() ?? contract.Data.Values("videoedit.resolution").Default!;

    public override BilledEstimate Estimate(ContractView contract, MediaReadings? media = null)
    {
        // A source shorter than the duration asked for is edited whole; one whose length is not known here is taken to be long enough.
        var source = media?.Find("video", Video)?.Facts.Duration?.TotalSeconds;
        double? edited = (Duration, source) switch
        {
            (> 0 and { } asked, { } length) => Math.Min(asked, length),
            (> 0 and { } asked, null) => asked,
            (_, var length) => length,
        };
        return edited is { } seconds
            ? new BilledEstimate($"{Measure.Seconds(2 * seconds)} ({Measure.Seconds(seconds)} of input and {Measure.Seconds(seconds)} of output)", 2 * seconds, "second")
            : new BilledEstimate("twice the length of the source (input and output seconds)", null, "second");
    }

    public override BilledParts Parts(ContractView contract, MediaReadings? media = null)
    {
        var source = media?.Find("video", Video)?.Facts.Duration?.TotalSeconds;
        var (least, most) = (source ?? contract.Number("videoedit.video.seconds.min"), source ?? contract.Number("videoedit.video.seconds.max"));
        var asked = Duration is > 0 and { } cut ? cut : double.PositiveInfinity;

        // What is cut off is input that may or may not be counted: the service does not say (contract section 12, row 18).
        return new BilledParts(Math.Min(least, asked), Math.Min(most, asked), Math.Min(least, asked), most);
    }

    public override ExpectedResult Expect(ContractView contract)
        => new() { MostSeconds = Duration is > 0 and var cut ? cut : null, Tier = ResolutionText(contract), PromptLimit = contract.Integer("videoedit.prompt.characters.max") };

    public override IEnumerable<WanCheck> Check(ContractView contract)
    {
        var check = new OptionChecks(contract);
        foreach (var finding in CheckCommon(contract))
        {
            yield return finding;
        }

        if (Video is null)
        {
            yield return check.Fail("videoedit.videos.max", "Video", "none", "The route needs exactly one video.", "Give -Video a path or URL.", "1", contract.Source("videoedit.videos.max"));
        }

        if (string.IsNullOrWhiteSpace(Prompt))
        {
            yield return check.Warn("videoedit.prompt", "Prompt", "empty", "An edit without a prompt is allowed, but what it does is not documented.", "Give -Prompt.");
        }
        else
        {
            yield return check.TextLength("videoedit.prompt.characters.max", "Prompt", Prompt);
        }

        if (NegativePrompt is not null)
        {
            yield return check.TextLength("videoedit.negativePrompt.characters.max", "NegativePrompt", NegativePrompt);
        }

        yield return CheckReferences(contract, check);
        if (Resolution is not null)
        {
            yield return check.OneOf("videoedit.resolution", "Resolution", Resolution);
        }
        else
        {
            yield return check.Warn("videoedit.resolution", "Resolution", "not given", $"Without Resolution the clip is made, and billed, in {ResolutionText(contract)}.", "Give -Resolution.", null, contract.Source("videoedit.resolution"), billing: true);
        }

        if (Ratio is not null)
        {
            yield return check.OneOf("videoedit.ratio", "Ratio", Ratio);
        }

        if (AudioSetting is not null)
        {
            yield return check.OneOf("videoedit.audio", "AudioSetting", AudioSetting);
        }

        if (Duration is { } duration && duration != contract.Integer("videoedit.duration.whole"))
        {
            yield return check.Range("videoedit.duration.max", "Duration", duration, "videoedit.duration.min", "videoedit.duration.max", contract.Data.Own?.FormOf(Route, Model)?.Find(nameof(Duration))?.Refuses?.ContainsKey("0") == true ? "seconds" : "seconds, or 0 for the whole source");
        }
    }

    public override IEnumerable<WanCheck> CheckJob(MediaReadings media, ContractView contract)
    {
        if (media.Find("video", Video) is not { } video)
        {
            yield break;
        }

        if (VideoEditJobRules.EditDuration(video.Subject, video.Facts, Duration, contract) is { } cut)
        {
            yield return cut;
        }

        if (string.Equals(AudioSetting, "origin", StringComparison.OrdinalIgnoreCase) && VideoEditJobRules.OriginalSound(video.Subject, video.Facts, contract) is { } sound)
        {
            yield return sound;
        }
    }

    protected override IEnumerable<KeyValuePair<string, object?>> Options => Named(
        ("negative_prompt", NegativePrompt), ("resolution", Resolution?.ToUpperInvariant()), ("ratio", Ratio), ("duration", Duration),
        ("audio_setting", AudioSetting?.ToLowerInvariant()), ("prompt_extend", NoPromptExtend ? false : null));

    private WanCheck CheckReferences(ContractView contract, OptionChecks check)
    {
        const string Rule = "videoedit.referenceImages.max";
        var max = contract.Integer(Rule);
        var actual = ReferenceImages.Count.ToString(CultureInfo.InvariantCulture);
        if (ReferenceImages.Count <= max)
        {
            return check.Pass(Rule, "ReferenceImage", actual, $"{max}", $"{actual} of at most {max} reference images.", contract.Source(Rule));
        }

        var entry = contract.Data.Limit(Rule);
        var ceiling = (int)(entry.Ceiling ?? entry.Value);
        var sources = $"{contract.Data.Cite(entry.Source)} allows {entry.Value}, {contract.Data.Cite(entry.CeilingSource ?? entry.Source)} lists {ceiling}";
        return !contract.IsOfficial && contract.Data.OwnSourceOf(Rule) is not null
            ? check.Fail(Rule, "ReferenceImage", actual, $"{actual} reference images were given; {contract.Data.Own!.Provider.Owner} takes {max}.", $"Use at most {max}.", $"{max}", contract.Source(Rule))
            : ReferenceImages.Count <= ceiling
            ? check.Fail(Rule, "ReferenceImage", actual, $"{actual} reference images were given; the limit in force is {max} ({sources}).",
                $"Leave one out, or raise the limit: Set-WanProfile -Name <profile> -Limit @{{ '{Rule}' = {ceiling} }}", $"{max}", contract.Source(Rule))
            : check.Fail(Rule, "ReferenceImage", actual, $"{actual} reference images were given; no source allows more than {ceiling} ({sources}).",
                $"Use at most {max}.", $"{max}", contract.Source(Rule));
    }
}
