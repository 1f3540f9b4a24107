using Wan27.Emulator.Media;

namespace Wan27.Emulator.Service;

/// <summary>The rules of the reference-to-video route (contract section 5).</summary>
internal sealed class ReferenceToVideoRules(InputDesk inputs, ContractNumbers contract) : IRouteRules
{
    private const string Image = "reference_image";
    private const string Video = "reference_video";
    private const string Frame = "first_frame";

    public string Route => WanRoutes.ReferenceToVideo;

    public async Task<TaskPlan> CheckAsync(Exchange exchange, Account account, ContractModel model, FieldReader body)
    {
        var input = body.Child("input");
        var prompt = input.Text("prompt") is { } text && !string.IsNullOrWhiteSpace(text) ? text : throw input.Required("prompt");
        input.Text("negative_prompt");
        var media = MediaItem.ListOf(input, hasVoices: true);
        input.NameTheRest();

        var hasVideo = media.Any(static item => item.Type == Video);
        var parameters = body.Child("parameters");
        var resolution = parameters.OneOf("resolution", contract.Values("r2v.resolution")) ?? contract.Default("r2v.resolution")!;
        var ratio = parameters.OneOf("ratio", contract.Values("r2v.ratio")) ?? contract.Default("r2v.ratio")!;
        var duration = parameters.Between("duration", contract.Int("r2v.duration.min"), contract.Int(hasVideo ? "r2v.duration.withVideo.max" : "r2v.duration.max"))
            ?? contract.Int("r2v.duration.default");
        parameters.Flag("prompt_extend");
        parameters.Flag("watermark");
        parameters.Between("seed", contract.Int("seed.min"), contract.Int("seed.max"));
        parameters.NameTheRest();
        body.NameTheRest();
        CheckSet(media);

        MediaFacts? frame = null;
        var most = contract.Number("r2v.input.billed.seconds.max");
        var watched = 0d;
        foreach (var item in media)
        {
            var facts = await inputs.ResolveAsync(exchange, account, model.Id, item.Url, allowData: item.Type != Video);
            switch (item.Type)
            {
                case Video:
                    MediaRule.Clip(facts, "r2v.video");

                    // A clip elsewhere is taken to be as long as what is counted at most.
                    watched += facts is { Seconds: > 0 and var seconds } ? seconds : most;
                    break;
                case Frame:
                    MediaRule.Picture(facts, "r2v.frame");
                    frame = facts;
                    break;
                default:
                    MediaRule.Picture(facts, "r2v.image");
                    break;
            }

            if (item.Voice is { } voice)
            {
                MediaRule.Audio(await inputs.ResolveAsync(exchange, account, model.Id, voice, allowData: false), "r2v.voice");
            }
        }

        var hasFrame = media.Any(static item => item.Type == Frame);
        var (width, height) = contract.OutputSize(resolution, hasFrame ? contract.Default("r2v.ratio")! : ratio);
        if (frame is { Width: > 0 })
        {
            (width, height) = FrameSize.ByAspect((double)width * height, frame.Width, frame.Height);
        }

        return new ClipPlan(model.Id, prompt, width, height, duration, Math.Ceiling(Math.Min(watched, most)), MediaItem.TierOf(resolution), WholeSeconds: true)
        {
            Ratio = hasFrame ? null : ratio,
        };
    }

    private void CheckSet(IReadOnlyList<MediaItem> media)
    {
        var references = media.Count(static item => item.Type is Image or Video);
        var frames = media.Count(static item => item.Type == Frame);
        if (references == 0 || references > contract.Int("r2v.references.max") || frames > contract.Int("r2v.firstFrames.max")
            || references + frames != media.Count || media.Any(static item => item is { Type: Frame, Voice: not null }))
        {
            throw ServiceRefusal.Malformed();
        }
    }
}
