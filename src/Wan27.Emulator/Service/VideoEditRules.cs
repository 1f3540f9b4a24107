using Wan27.Emulator.Media;

namespace Wan27.Emulator.Service;

/// <summary>The rules of the video-editing route (contract section 4).</summary>
internal sealed class VideoEditRules(InputDesk inputs, ContractNumbers contract) : IRouteRules
{
    /// <summary>What a clip elsewhere is taken to last: the figure of the official sample.</summary>
    private const double ForeignSeconds = 5.02;

    public string Route => WanRoutes.VideoEdit;

    public async Task<TaskPlan> CheckAsync(Exchange exchange, Account account, ContractModel model, FieldReader body)
    {
        var input = body.Child("input");
        var prompt = input.Text("prompt") ?? "";
        input.Text("negative_prompt");
        var media = MediaItem.ListOf(input);
        input.NameTheRest();

        var parameters = body.Child("parameters");
        var resolution = parameters.OneOf("resolution", contract.Values("videoedit.resolution")) ?? contract.Default("videoedit.resolution")!;
        var ratio = parameters.OneOf("ratio", contract.Values("videoedit.ratio"));
        var whole = contract.Int("videoedit.duration.whole");
        var duration = parameters.Between("duration", contract.Int("videoedit.duration.min"), contract.Int("videoedit.duration.max"), also: whole) ?? whole;
        parameters.OneOf("audio_setting", contract.Values("videoedit.audio"));
        parameters.Flag("prompt_extend");
        parameters.Flag("watermark");
        parameters.Between("seed", contract.Int("seed.min"), contract.Int("seed.max"));
        parameters.NameTheRest();
        body.NameTheRest();
        CheckSet(media);

        MediaFacts? video = null;
        foreach (var item in media)
        {
            var isVideo = item.Type == "video";
            var facts = await inputs.ResolveAsync(exchange, account, model.Id, item.Url, allowData: !isVideo);
            if (isVideo)
            {
                MediaRule.Clip(facts, "videoedit.video");
                video = facts;
            }
            else
            {
                MediaRule.Picture(facts, "videoedit.reference");
            }
        }

        var source = video is { Seconds: > 0 } ? Math.Round(video.Seconds, 2) : ForeignSeconds;
        var seconds = duration > whole ? Math.Min(duration, source) : source;
        var (width, height) = Size(resolution, ratio, video);
        return new ClipPlan(model.Id, prompt, width, height, seconds, seconds, MediaItem.TierOf(resolution), WholeSeconds: false);
    }

    private void CheckSet(IReadOnlyList<MediaItem> media)
    {
        var videos = media.Count(static item => item.Type == "video");
        var references = media.Count(static item => item.Type == "reference_image");
        if (videos == 0 || videos > contract.Int("videoedit.videos.max")
            || references > contract.Ceiling("videoedit.referenceImages.max")
            || videos + references != media.Count)
        {
            throw ServiceRefusal.Malformed();
        }
    }

    private (int Width, int Height) Size(string resolution, string? ratio, MediaFacts? video)
    {
        var wide = contract.OutputSize(resolution, "16:9");
        if (ratio is not null)
        {
            return contract.OutputSize(resolution, ratio);
        }

        if (video is not { Width: > 0 })
        {
            return wide;
        }

        // A source in one of the named shapes gets that shape's own size, which plain rounding would miss by a block.
        const double sameShape = 0.02;
        var aspect = (double)video.Width / video.Height;
        var named = contract.OutputSizes(resolution).FirstOrDefault(size => Math.Abs(((double)size.Width / size.Height / aspect) - 1) < sameShape);
        return named.Width > 0 ? named : FrameSize.ByAspect((double)wide.Width * wide.Height, video.Width, video.Height);
    }
}
