using System.Management.Automation;
using Wan27.Cmdlets.Binding;
using Wan27.Cmdlets.Completion;
using Wan27.Engine.Contract;
using Wan27.Engine.Routes;
using Wan27.Engine.Routes.ImageToVideo;

namespace Wan27.Cmdlets.Commands;

/// <summary>The options of the image-to-video route, for the cmdlet that starts its tasks and the one that checks their input (contract section 3).</summary>
public abstract class ImageToVideoCmdlet : RouteCmdlet
{
    /// <summary>What must not appear. At most 500 characters.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Text(IsProse = true)]
    [AllowEmptyString]
    public string? NegativePrompt { get; set; }

    /// <summary>First frame: a path, a URL, an object of a store or a picture made by New-WanImage.</summary>
    [Parameter(Position = 1, ValueFromPipelineByPropertyName = true)]
    [Alias("Image")]
    [Media]
    [AllowEmptyString]
    public string? FirstFrame { get; set; }

    /// <summary>Last frame; needs FirstFrame or FirstClip.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Media]
    [AllowEmptyString]
    public string? LastFrame { get; set; }

    /// <summary>Clip of 2 to 10 s that is continued; Duration is then the total.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Media]
    [AllowEmptyString]
    public string? FirstClip { get; set; }

    /// <summary>Sound of 2 to 30 s that drives lips and beat; needs FirstFrame.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Media]
    [AllowEmptyString]
    public string? DrivingAudio { get; set; }

    /// <summary>Output tier, 720P or 1080P. The service's default is the dearer one.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(ResolutionCompleter))]
    [Text]
    [AllowEmptyString]
    public string? Resolution { get; set; }

    /// <summary>Length of the clip, 2 to 15 s; the service's default is 5.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [WholeNumber(Min = "i2v.duration.min", Max = "i2v.duration.max")]
    public int? Duration { get; set; }

    /// <summary>Sends the prompt as it is, without the service's rewriting.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [YesNo]
    public SwitchParameter NoPromptExtend { get; set; }

    internal sealed override string Route => WanRoutes.ImageToVideo;

    internal sealed override RouteRequest BuildRequest(ContractView contract)
    {
        var (frame, clip) = (AskedText(FirstFrame), AskedText(FirstClip));
        if (frame is null && clip is null && PipedMedia() is [{ } piped, ..])
        {
            (frame, clip) = IsClip(piped) ? ((string?)null, piped) : (piped, null);
        }

        return new ImageToVideoRequest
        {
            Model = ModelFor(contract),
            Prompt = AskedText(Prompt),
            NegativePrompt = AskedText(NegativePrompt),
            FirstFrame = this.Resolve(nameof(FirstFrame), frame),
            FirstClip = this.Resolve(nameof(FirstClip), clip),
            LastFrame = AskedMedia(nameof(LastFrame), LastFrame),
            DrivingAudio = AskedMedia(nameof(DrivingAudio), DrivingAudio),
            Resolution = AskedText(Resolution),
            Duration = Duration,
            NoPromptExtend = AskedSwitch(nameof(NoPromptExtend), NoPromptExtend) == true,
            Seed = Seed,
            Watermark = AskedSwitch(nameof(Watermark), Watermark),
        };
    }
}
