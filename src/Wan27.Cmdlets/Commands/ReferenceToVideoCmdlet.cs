using System.Management.Automation;
using Wan27.Cmdlets.Binding;
using Wan27.Cmdlets.Completion;
using Wan27.Engine.Contract;
using Wan27.Engine.Routes;
using Wan27.Engine.Routes.ReferenceToVideo;

namespace Wan27.Cmdlets.Commands;

/// <summary>The options of the reference-to-video route, for the cmdlet that starts its tasks and the one that checks their input (contract section 5).</summary>
public abstract class ReferenceToVideoCmdlet : RouteCmdlet
{
    /// <summary>"Image 1", "Image 2" and so on of the prompt. In a CSV cell they are parted by semicolons.</summary>
    [Parameter(Position = 1, ValueFromPipelineByPropertyName = true)]
    [Media(IsList = true)]
    [AllowEmptyCollection]
    public string[]? ReferenceImage { get; set; }

    /// <summary>"Video 1", "Video 2" and so on of the prompt, 1 to 30 s of mp4 or mov each. At most five images and videos together.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Media(IsList = true)]
    [AllowEmptyCollection]
    public string[]? ReferenceVideo { get; set; }

    /// <summary>A voice of 1 to 10 s for each reference, those of the images first; an empty entry where there is none.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Media(IsList = true, KeepsGaps = true)]
    [AllowEmptyCollection]
    public string[]? ReferenceVoice { get; set; }

    /// <summary>First frame, which also gives the clip its shape: a path, a URL or a picture made by New-WanImage.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Media]
    [AllowEmptyString]
    public string? FirstFrame { get; set; }

    /// <summary>What must not appear. At most 500 characters.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Text(IsProse = true)]
    [AllowEmptyString]
    public string? NegativePrompt { get; set; }

    /// <summary>Output tier, 720P or 1080P. The service's default is the dearer one.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(ResolutionCompleter))]
    [Text]
    [AllowEmptyString]
    public string? Resolution { get; set; }

    /// <summary>Aspect ratio of the clip; the service's default is 16:9. Ignored with FirstFrame.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(RatioCompleter))]
    [Text]
    [AllowEmptyString]
    public string? Ratio { get; set; }

    /// <summary>Length of the clip, 2 to 15 s, with a reference video 2 to 10; the service's default is 5.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [WholeNumber(Min = "r2v.duration.min", Max = "r2v.duration.max")]
    public int? Duration { get; set; }

    /// <summary>Sends the prompt as it is, without the service's rewriting.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [YesNo]
    public SwitchParameter NoPromptExtend { get; set; }

    internal sealed override string Route => WanRoutes.ReferenceToVideo;

    internal sealed override RouteRequest BuildRequest(ContractView contract)
    {
        var (images, videos) = (ReferenceImage ?? [], ReferenceVideo ?? []);
        if (images.Length + videos.Length == 0)
        {
            var piped = PipedMedia().ToLookup(IsClip);
            (images, videos) = ([.. piped[false]], [.. piped[true]]);
        }

        return new ReferenceToVideoRequest
        {
            Model = ModelFor(contract),
            Prompt = AskedText(Prompt),
            NegativePrompt = AskedText(NegativePrompt),
            ReferenceImages = this.ResolveAll(images),
            ReferenceVideos = this.ResolveAll(videos),
            Voices = this.ResolveWithGaps(nameof(ReferenceVoice), ReferenceVoice),
            FirstFrame = AskedMedia(nameof(FirstFrame), FirstFrame),
            Resolution = AskedText(Resolution),
            Ratio = AskedText(Ratio),
            Duration = Duration,
            NoPromptExtend = AskedSwitch(nameof(NoPromptExtend), NoPromptExtend) == true,
            Seed = Seed,
            Watermark = AskedSwitch(nameof(Watermark), Watermark),
        };
    }
}
