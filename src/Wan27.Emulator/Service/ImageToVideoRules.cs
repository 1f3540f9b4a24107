using Wan27.Emulator.Media;

namespace Wan27.Emulator.Service;

/// <summary>The rules of the image-to-video route (contract section 3).</summary>
internal sealed class ImageToVideoRules(InputDesk inputs, ContractNumbers contract) : IRouteRules
{
    public string Route => WanRoutes.ImageToVideo;

    public async Task<TaskPlan> CheckAsync(Exchange exchange, Account account, ContractModel model, FieldReader body)
    {
        var input = body.Child("input");
        var prompt = input.Text("prompt") ?? "";
        input.Text("negative_prompt");
        var media = MediaItem.ListOf(input);
        input.NameTheRest();

        var parameters = body.Child("parameters");
        var resolution = parameters.OneOf("resolution", contract.Values("i2v.resolution")) ?? contract.Default("i2v.resolution")!;
        var duration = parameters.Between("duration", contract.Int("i2v.duration.min"), contract.Int("i2v.duration.max"))
            ?? contract.Int("i2v.duration.default");
        parameters.Flag("prompt_extend");
        parameters.Flag("watermark");
        parameters.Between("seed", contract.Int("seed.min"), contract.Int("seed.max"));
        parameters.NameTheRest();
        body.NameTheRest();
        CheckSet(media);

        MediaFacts? lead = null;
        foreach (var item in media)
        {
            var isFrame = item.Type is "first_frame" or "last_frame";
            var facts = await inputs.ResolveAsync(exchange, account, model.Id, item.Url, allowData: isFrame);
            switch (item.Type)
            {
                case "driving_audio":
                    MediaRule.Audio(facts, "i2v.audio");
                    break;
                case "first_clip":
                    MediaRule.Clip(facts, "i2v.clip");
                    if (facts is { Seconds: var seconds } && duration <= seconds)
                    {
                        throw ServiceRefusal.Parameter("The duration is the total and must be longer than the first clip.");
                    }

                    break;
                default:
                    MediaRule.Picture(facts, "i2v.frame");
                    break;
            }

            lead = item.Type is "first_frame" or "first_clip" ? facts : lead;
        }

        var (width, height) = contract.OutputSize(resolution, "16:9");
        if (lead is { Width: > 0 })
        {
            (width, height) = FrameSize.ByAspect((double)width * height, lead.Width, lead.Height);
        }

        return new ClipPlan(model.Id, prompt, width, height, duration, 0, MediaItem.TierOf(resolution), WholeSeconds: true);
    }

    private void CheckSet(IReadOnlyList<MediaItem> media)
    {
        var types = media.Select(static item => item.Type).Order(StringComparer.Ordinal).ToList();
        if (!contract.Values("i2v.media.sets").Any(set => set.Split('+').Order(StringComparer.Ordinal).SequenceEqual(types)))
        {
            throw ServiceRefusal.Malformed();
        }
    }
}
