using System.Management.Automation;
using Wan27.Cmdlets.Binding;
using Wan27.Cmdlets.Completion;
using Wan27.Engine.Contract;
using Wan27.Engine.Routes;
using Wan27.Engine.Routes.VideoEdit;

namespace Wan27.Cmdlets.Commands;

/// <summary>The options of the video-edit route, for the cmdlet that starts its tasks and the one that checks their input (contract section 4).</summary>
public abstract class VideoEditCmdlet : RouteCmdlet
{
    /// <summary>The clip to edit, 2 to 10 s of mp4 or mov: a path, a URL or a finished task.</summary>
    [Parameter(Position = 1, ValueFromPipelineByPropertyName = true)]
    [Alias("VideoUrl")]
    [Media]
    [AllowEmptyString]
    public string? Video { get; set; }

    /// <summary>What must not appear. At most 500 characters.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Text(IsProse = true)]
    [AllowEmptyString]
    public string? NegativePrompt { get; set; }

    /// <summary>Up to three reference images; a fourth needs the profile's Limit. In a CSV cell they are parted by semicolons.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Media(IsList = true)]
    [AllowEmptyCollection]
    public string[]? ReferenceImage { get; set; }

    /// <summary>Output tier, 720P or 1080P. The service's default is the dearer one.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(ResolutionCompleter))]
    [Text]
    [AllowEmptyString]
    public string? Resolution { get; set; }

    /// <summary>Aspect ratio of the output; near the input's own when left out.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(RatioCompleter))]
    [Text]
    [AllowEmptyString]
    public string? Ratio { get; set; }

    /// <summary>Seconds of the source to edit from its beginning, 2 to 10; 0, the default, keeps all of it.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [WholeNumber(Min = "videoedit.duration.min", Max = "videoedit.duration.max")]
    public int? Duration { get; set; }

    /// <summary>Auto lets the model decide about sound; Origin keeps the source's.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(AudioSettingCompleter))]
    [Text]
    [AllowEmptyString]
    public string? AudioSetting { get; set; }

    /// <summary>Sends the prompt as it is, without the service's rewriting.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [YesNo]
    public SwitchParameter NoPromptExtend { get; set; }

    internal sealed override string Route => WanRoutes.VideoEdit;

    internal sealed override RouteRequest BuildRequest(ContractView contract)
        => new VideoEditRequest
        {
            Model = ModelFor(contract),
            Prompt = AskedText(Prompt),
            NegativePrompt = AskedText(NegativePrompt),
            Video = this.Resolve(nameof(Video), AskedText(Video) ?? (PipedMedia() is [{ } piped, ..] ? piped : null)),
            ReferenceImages = this.ResolveAll(ReferenceImage),
            Resolution = AskedText(Resolution),
            Ratio = AskedText(Ratio),
            Duration = Duration,
            AudioSetting = AskedText(AudioSetting),
            NoPromptExtend = AskedSwitch(nameof(NoPromptExtend), NoPromptExtend) == true,
            Seed = Seed,
            Watermark = AskedSwitch(nameof(Watermark), Watermark),
        };
}
