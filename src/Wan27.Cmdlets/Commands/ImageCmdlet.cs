using System.Management.Automation;
using Wan27.Cmdlets.Binding;
using Wan27.Cmdlets.Completion;
using Wan27.Engine.Contract;
using Wan27.Engine.Routes;
using Wan27.Engine.Routes.Image;

namespace Wan27.Cmdlets.Commands;

/// <summary>The options of the image route, which its synchronous, its asynchronous and its checking cmdlet share (contract section 2).</summary>
public abstract class ImageCmdlet : RouteCmdlet
{
    /// <summary>Up to nine input images, paths or URLs; their order is "image 1, 2 ..." in the prompt.</summary>
    [Parameter(Position = 1, ValueFromPipelineByPropertyName = true)]
    [Media(IsList = true)]
    [AllowEmptyCollection]
    public string[]? Image { get; set; }

    /// <summary>1K, 2K, 4K, or width*height; 4K only for wan2.7-image-pro from text alone. The service's default is 2K.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(SizeCompleter))]
    [Text]
    [AllowEmptyString]
    public string? Size { get; set; }

    /// <summary>How many pictures, 1 to 4, or up to 12 with Sequential. Each is billed. Always sent; 1 when left out.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Alias("N")]
    [WholeNumber(Min = "image.count.min", Max = "image.count.max")]
    public int? Count { get; set; }

    /// <summary>Makes a set of connected pictures; Count is then an upper bound.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [YesNo]
    public SwitchParameter Sequential { get; set; }

    /// <summary>Turns off the model's thinking, which makes it quicker.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [YesNo]
    public SwitchParameter NoThinking { get; set; }

    /// <summary>3 to 10 colours with their shares in percent, adding up to 100: a hashtable, or '#RRGGBB=share' texts.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Objects]
    public object[]? ColorPalette { get; set; }

    /// <summary>Marked areas, one entry per image: '' for none, 'x1,y1,x2,y2' in pixels of the original, two parted by a bar.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Objects]
    public object[]? BoundingBox { get; set; }

    internal sealed override string Route => WanRoutes.Image;

    internal abstract bool IsAsync { get; }

    internal sealed override RouteRequest BuildRequest(ContractView contract)
    {
        return new ImageRequest
        {
            IsAsync = IsAsync,
            Model = ModelFor(contract),
            Prompt = AskedText(Prompt) ?? (PromptIsPiped ? (string?)Record : null),
            Images = this.ResolveAll(Image is { Length: > 0 } images ? images : PromptIsPiped ? [] : [.. PipedMedia()]),
            Size = AskedText(Size),
            Count = Count,
            Sequential = AskedSwitch(nameof(Sequential), Sequential) == true,
            NoThinking = AskedSwitch(nameof(NoThinking), NoThinking) == true,
            Palette = PaletteParser.Parse(ColorPalette),
            Boxes = BoxParser.Parse(BoundingBox),
            Seed = Seed,
            Watermark = AskedSwitch(nameof(Watermark), Watermark),
        };
    }

    /// <summary>A text piped in is the prompt when none was given, else an input image.</summary>
    private bool PromptIsPiped => Record is string && AskedText(Prompt) is null;
}
