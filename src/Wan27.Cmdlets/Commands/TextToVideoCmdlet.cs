using System.Management.Automation;
using Wan27.Cmdlets.Binding;
using Wan27.Cmdlets.Completion;
using Wan27.Engine.Contract;
using Wan27.Engine.Routes;
using Wan27.Engine.Routes.TextToVideo;

namespace Wan27.Cmdlets.Commands;

/// <summary>The options of the text-to-video route, for the cmdlet that starts its tasks and the one that checks their input (contract section 5).</summary>
public abstract class TextToVideoCmdlet : RouteCmdlet
{
    /// <summary>What must not appear. At most 500 characters.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Text(IsProse = true)]
    [AllowEmptyString]
    public string? NegativePrompt { get; set; }

    /// <summary>Sound of 2 to 30 s that the clip is made to; the model makes its own when left out.</summary>
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

    /// <summary>Aspect ratio of the clip; the service's default is 16:9.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(RatioCompleter))]
    [Text]
    [AllowEmptyString]
    public string? Ratio { get; set; }

    /// <summary>Length of the clip, 2 to 15 s; the service's default is 5.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [WholeNumber(Min = "t2v.duration.min", Max = "t2v.duration.max")]
    public int? Duration { get; set; }

    /// <summary>Sends the prompt as it is, without the service's rewriting.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [YesNo]
    public SwitchParameter NoPromptExtend { get; set; }

    internal sealed override string Route => WanRoutes.TextToVideo;

    internal sealed override RouteRequest BuildRequest(ContractView contract)
    {
        RefuseMedia();
        return new TextToVideoRequest
        {
            Model = ModelFor(contract),
            Prompt = AskedText(Prompt) ?? AskedText(Record as string),
            NegativePrompt = AskedText(NegativePrompt),
            DrivingAudio = AskedMedia(nameof(DrivingAudio), DrivingAudio),
            Resolution = AskedText(Resolution),
            Ratio = AskedText(Ratio),
            Duration = Duration,
            NoPromptExtend = AskedSwitch(nameof(NoPromptExtend), NoPromptExtend) == true,
            Seed = Seed,
            Watermark = AskedSwitch(nameof(Watermark), Watermark),
        };
    }

    /// <summary>What is piped in would be passed over, and a clip without it paid for.</summary>
    private void RefuseMedia()
    {
        if (Record is WanImageResult or WanAsset or WanPublishedMedia or WanTask or FileSystemInfo or Uri)
        {
            throw RouteErrors.NoMediaTaken(Route);
        }
    }
}
