using Wan27.Engine.Contract;

namespace Wan27.Engine.Routes.TextToVideo;

/// <summary>The text-to-video route: a clip from words alone, with a sound of the user's own where there is one (contract section 5).</summary>
internal sealed record TextToVideoRequest : RouteRequest
{
    public override string Route => WanRoutes.TextToVideo;

    public string? NegativePrompt { get; init; }

    public MediaSource? DrivingAudio { get; init; }

    public string? Resolution { get; init; }

    public string? Ratio { get; init; }

    public int? Duration { get; init; }

    public bool NoPromptExtend { get; init; }

    public override IReadOnlyList<MediaPart> Media => DrivingAudio is null ? [] : [new MediaPart("driving_audio", "t2v.audio", DrivingAudio)];

    public override RouteRequest With(Func<MediaSource, MediaSource> source) => this with { DrivingAudio = Other(DrivingAudio, source) };

    protected override IEnumerable<(string Subject, string? Text)> Texts => [.. base.Texts, (nameof(NegativePrompt), NegativePrompt)];

    public override string ResolutionText(ContractView contract)
        => Resolution?.ToUpperInvariant() ?? contract.Data.Values("t2v.resolution").Default!;

    public override BilledEstimate Estimate(ContractView contract, MediaReadings? media = null)
    {
        var seconds = Seconds(contract);
        return new BilledEstimate($"{seconds} s", seconds, "second");
    }

    public override BilledParts Parts(ContractView contract, MediaReadings? media = null) => new(Seconds(contract), Seconds(contract));

    public override ExpectedResult Expect(ContractView contract)
        => new() { Seconds = Seconds(contract), Tier = ResolutionText(contract), Ratio = Ratio, PromptLimit = contract.Integer("t2v.prompt.characters.max") };

    public override IEnumerable<WanCheck> Check(ContractView contract)
    {
        var check = new OptionChecks(contract);
        foreach (var finding in CheckCommon(contract))
        {
            yield return finding;
        }

        if (string.IsNullOrWhiteSpace(Prompt))
        {
            yield return check.Fail("t2v.prompt", "Prompt", "empty", "The route needs a prompt.", "Give -Prompt.");
        }
        else
        {
            yield return check.TextLength("t2v.prompt.characters.max", "Prompt", Prompt);
        }

        if (NegativePrompt is not null)
        {
            yield return check.TextLength("t2v.negativePrompt.characters.max", "NegativePrompt", NegativePrompt);
        }

        if (Resolution is not null)
        {
            yield return check.OneOf("t2v.resolution", "Resolution", Resolution);
        }
        else
        {
            yield return check.Warn("t2v.resolution", "Resolution", "not given", $"Without Resolution the clip is made, and billed, in {ResolutionText(contract)}.", "Give -Resolution.", null, contract.Source("t2v.resolution"), billing: true);
        }

        if (Ratio is not null)
        {
            yield return check.OneOf("t2v.ratio", "Ratio", Ratio);
        }

        if (Duration is { } duration)
        {
            yield return check.Range("t2v.duration.max", "Duration", duration, "t2v.duration.min", "t2v.duration.max", "seconds");
        }
    }

    public override IEnumerable<WanCheck> CheckJob(MediaReadings media, ContractView contract)
    {
        if (media.Find("driving_audio", DrivingAudio) is { } sound && TextToVideoJobRules.DrivingAudio(sound.Subject, sound.Facts, Seconds(contract), contract) is { } driving)
        {
            yield return driving;
        }
    }

    protected override IEnumerable<KeyValuePair<string, object?>> Options => Named(
        ("negative_prompt", NegativePrompt), ("resolution", Resolution?.ToUpperInvariant()), ("ratio", Ratio), ("duration", Duration), ("prompt_extend", NoPromptExtend ? false : null));

    private int Seconds(ContractView contract) => Duration ?? contract.Integer("t2v.duration.default");
}
