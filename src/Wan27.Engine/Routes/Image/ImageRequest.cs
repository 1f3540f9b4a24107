using System.Text.Json.Nodes;
using Wan27.Engine.Contract;
using Wan27.Engine.Records;

namespace Wan27.Engine.Routes.Image;

/// <summary>The image route: pictures from text, or from text and up to nine images (contract section 2).</summary>
internal sealed record ImageRequest : RouteRequest
{
    public override string Route => WanRoutes.Image;

    /// <summary>Whether the asynchronous endpoint is asked.</summary>
    public bool IsAsync { get; init; }

    public IReadOnlyList<MediaSource> Images { get; init; } = [];

    public string? Size { get; init; }

    public int? Count { get; init; }

    public bool Sequential { get; init; }

    public bool NoThinking { get; init; }

    public IReadOnlyList<PaletteColor> Palette { get; init; } = [];

    /// <summary>Boxes per image, in the order of the images; null when not asked for.</summary>
    public IReadOnlyList<IReadOnlyList<PixelBox>>? Boxes { get; init; }

    public override IReadOnlyList<MediaPart> Media
        => [.. Images.Select(static image => new MediaPart("image", "image.input", image))];

    public override RouteRequest With(Func<MediaSource, MediaSource> source) => this with { Images = [.. Images.Select(source)] };

    public override string ResolutionText(ContractView contract)
        => Size ?? contract.Data.Values("image.size.tiers").Default!;

    public override BilledEstimate Estimate(ContractView contract, MediaReadings? media = null)
    {
        var count = CountToMake(contract);
        var text = Sequential ? $"up to {Counted.Of(count, "picture")}" : Counted.Of(count, "picture");
        return new BilledEstimate(text, count, "picture");
    }

    public override BilledParts Parts(ContractView contract, MediaReadings? media = null)
    {
        // Of a set the model decides how many pictures it has.
        var count = CountToMake(contract);
        return new BilledParts(Sequential ? Math.Min(count, contract.Integer("image.count.min")) : count, count);
    }

    public override ExpectedResult Expect(ContractView contract)
        => new() { MostPictures = CountToMake(contract), PromptLimit = contract.Integer("image.prompt.characters.max") };

    public override IEnumerable<WanCheck> Check(ContractView contract)
    {
        var check = new OptionChecks(contract);
        return [.. CheckCommon(contract), .. CheckInput(contract, check), .. CheckCount(contract, check), .. CheckSize(contract, check), .. CheckPalette(contract, check), .. CheckBoxes(contract, check), .. CheckThinking(check)];
    }

    public override IEnumerable<WanCheck> CheckJob(MediaReadings media, ContractView contract)
    {
        for (var i = 0; i < Math.Min(Boxes?.Count ?? 0, Images.Count); i++)
        {
            // Count and form of the boxes are answered without the picture.
            var boxes = Boxes![i].Where(static box => box.IsWellFormed).ToArray();
            if (boxes.Length == 0 || media.Find("image", Images[i]) is not { } reading)
            {
                continue;
            }

            foreach (var finding in BoxRules.Inside(reading.Subject, reading.Facts, [.. boxes.Select(static box => new[] { box.Left, box.Top, box.Right, box.Bottom })], contract))
            {
                yield return finding;
            }
        }
    }

    /// <summary>Pictures to ask for; the contract's default when not asked for.</summary>
    public int CountToMake(ContractView contract) => Count ?? contract.Integer("image.count.default");

    /// <summary>The size in the contract's spelling; null when not asked for.</summary>
    public string? SizeToMake => Size is null ? null : ImageSize.Parse(Size)?.ToString() ?? Size;

    protected override IEnumerable<KeyValuePair<string, object?>> Options => Named(
        ("n", Count), ("size", SizeToMake), ("enable_sequential", Sequential ? true : null), ("thinking_mode", NoThinking ? false : null),
        ("color_palette", Palette.Count == 0 ? null : new JsonArray([.. Palette.Select(static color => new JsonObject { ["hex"] = color.Hex, ["ratio"] = color.Ratio })]).ToJsonString()),
        ("bbox_list", Boxes is null ? null : new JsonArray([.. Boxes.Select(static boxes => new JsonArray([.. boxes.Select(static box => new JsonArray(box.Left, box.Top, box.Right, box.Bottom))]))]).ToJsonString()));

    protected override IEnumerable<KeyValuePair<string, object?>> Always(ContractView contract) => Named(("n", CountToMake(contract)));

    private IEnumerable<WanCheck> CheckInput(ContractView contract, OptionChecks check)
    {
        if (string.IsNullOrWhiteSpace(Prompt))
        {
            yield return check.Fail("image.prompt", "Prompt", "empty", "The image route needs a prompt.", "Give -Prompt.");
        }
        else
        {
            yield return check.TextLength("image.prompt.characters.max", "Prompt", Prompt);
        }

        var max = contract.Integer("image.images.max");
        if (Images.Count > max)
        {
            yield return check.Fail("image.images.max", "Image", $"{Images.Count}", $"{Counted.Of(Images.Count, "input image")} {(Images.Count == 1 ? "was" : "were")} given; at most {max} are allowed.", $"Leave out {Images.Count - max}.", $"{max}", contract.Source("image.images.max"));
        }
    }

    private IEnumerable<WanCheck> CheckCount(ContractView contract, OptionChecks check)
    {
        var maxName = Sequential ? "image.sequential.count.max" : "image.count.max";
        yield return check.Range(maxName, "Count", CountToMake(contract), "image.count.min", maxName, "pictures");
        if (Sequential && Count is null)
        {
            yield return check.Warn("image.sequential.count", "Count", "not given", $"A set without Count asks for {CountToMake(contract)} picture only.",
                $"Give -Count up to {contract.Integer(maxName)}; each picture made is billed.");
        }
    }

    private IEnumerable<WanCheck> CheckSize(ContractView contract, OptionChecks check)
    {
        if (Size is null)
        {
            yield break;
        }

        if (ImageSize.Parse(Size) is not { } size)
        {
            if (contract.Values("image.size.tiers").Contains(Size, StringComparer.OrdinalIgnoreCase))
            {
                yield return check.OneOf("image.size.tiers", "Size", Size);
                yield break;
            }

            yield return check.Fail("image.size.tiers", "Size", Size, $"Size is '{Size}'; it must be a tier ({string.Join(", ", contract.Values("image.size.tiers"))}) or width*height.", "For example 2K or 1536*2048.", null, contract.Source("image.size.tiers"));
            yield break;
        }

        // Only image-pro, from text alone and not as a set, goes beyond the usual pixel total.
        var large = contract.Data.FindModel(Model)?.Family == "image-pro" && Images.Count == 0 && !Sequential;
        var maxName = large ? "image-pro.textToImage.pixels.max" : "image.pixels.max";
        var (min, max) = (contract.Number("image.pixels.min"), contract.Number(maxName));
        if (size.Tier is { } tier)
        {
            if (!contract.IsOfficial && !contract.Values("image.size.tiers").Contains(tier, StringComparer.OrdinalIgnoreCase))
            {
                yield return check.Fail("image.size.tiers", "Size", Size, $"Size is '{Size}'; allowed is {string.Join(", ", contract.Values("image.size.tiers"))}, or width*height.", "For example 1536*2048.", null, contract.Source("image.size.tiers"));
                yield break;
            }

            yield return check.OneOf("image.size.tiers", "Size", tier);
            var side = $"image.tier.{tier}.side";
            if (contract.Data.FindLimit(side) is not null && Math.Pow(contract.Number(side), 2) > max)
            {
                yield return check.Fail(maxName, "Size", tier, $"Size {tier} is only for wan2.7-image-pro from text alone, and not as a set.", "Use 2K, or leave out the images and -Sequential with wan2.7-image-pro.", null, contract.Source("image-pro.textToImage.pixels.max"));
            }

            yield break;
        }

        var pixels = (double)size.Width * size.Height;
        var limit = $"{OptionChecks.Text(min)} to {OptionChecks.Text(max)} pixels";
        yield return pixels >= min && pixels <= max
            ? check.Pass(maxName, "Size", size.ToString(), limit, $"Size {size} is within {limit}.", contract.Source(maxName))
            : check.Fail(maxName, "Size", size.ToString(), $"Size {size} has {OptionChecks.Text(pixels)} pixels; allowed here is {limit}.", "Scale width and height into the limit.", limit, contract.Source(maxName));

        var aspect = (double)Math.Max(size.Width, size.Height) / Math.Min(size.Width, size.Height);
        var maxAspect = contract.Number("image.aspect.max");
        if (aspect > maxAspect)
        {
            yield return check.Fail("image.aspect.max", "Size", size.ToString(), $"Size {size} has the ratio {aspect:0.##}; allowed is 1:{maxAspect:0} to {maxAspect:0}:1.", "Bring width and height closer together.", $"1:{maxAspect:0} to {maxAspect:0}:1", contract.Source("image.aspect.max"));
        }
    }

    private IEnumerable<WanCheck> CheckPalette(ContractView contract, OptionChecks check)
    {
        if (Palette.Count == 0)
        {
            yield break;
        }

        if (Sequential)
        {
            yield return check.Fail("image.palette.sequential", "ColorPalette", null, "A colour palette cannot be combined with Sequential.", "Leave out -ColorPalette or -Sequential.");
        }

        yield return check.Range("image.palette.colors.max", "ColorPalette", Palette.Count, "image.palette.colors.min", "image.palette.colors.max", "colours");
        foreach (var color in Palette.Where(static color => !color.HasHexForm))
        {
            yield return check.Fail("image.palette.hex", "ColorPalette", color.Hex, $"'{color.Hex}' is not a colour.", "Write colours as #RRGGBB.");
        }

        foreach (var color in Palette.Where(static color => color.Percent <= 0 || decimal.Round(color.Percent, 2) != color.Percent))
        {
            yield return check.Fail("image.palette.ratio", "ColorPalette", OptionChecks.Text((double)color.Percent), $"The share of {color.Hex} must be above zero with at most two decimals.", "For example 30.25.");
        }

        var sum = Palette.Sum(static color => color.Percent);
        var wanted = (decimal)contract.Number("image.palette.ratio.sum");
        if (sum != wanted)
        {
            yield return check.Fail("image.palette.ratio.sum", "ColorPalette", OptionChecks.Text((double)sum), $"The shares of the palette add up to {OptionChecks.Text((double)sum)} %; they must add up to exactly {wanted:0.00} %.", "Adjust one share.", $"{wanted:0.00} %", contract.Source("image.palette.ratio.sum"));
        }
    }

    private IEnumerable<WanCheck> CheckBoxes(ContractView contract, OptionChecks check)
    {
        if (Boxes is null)
        {
            yield break;
        }

        if (Boxes.Count != Images.Count)
        {
            yield return check.Fail("image.boxes", "BoundingBox", $"{Boxes.Count}", $"BoundingBox has {Boxes.Count} {(Boxes.Count == 1 ? "entry" : "entries")} for {Counted.Of(Images.Count, "image")}.", "Give one entry per image, an empty one for an image without boxes.");
        }

        var max = contract.Integer("image.boxes.perImage.max");
        for (var i = 0; i < Boxes.Count; i++)
        {
            if (Boxes[i].Count > max)
            {
                yield return check.Fail("image.boxes.perImage.max", "BoundingBox", $"{Boxes[i].Count}", $"Image {i + 1} has {Boxes[i].Count} boxes; at most {max} are allowed.", "Leave out the others.", $"{max}", contract.Source("image.boxes.perImage.max"));
            }

            foreach (var box in Boxes[i].Where(static box => !box.IsWellFormed))
            {
                yield return check.Fail("image.boxes.form", "BoundingBox", box.ToString(), $"The box {box} of image {i + 1} is not left,top,right,bottom with left < right and top < bottom.", "Write x1,y1,x2,y2 in pixels of the original, origin top left.");
            }
        }
    }

    private IEnumerable<WanCheck> CheckThinking(OptionChecks check)
    {
        if (NoThinking && (Images.Count > 0 || Sequential))
        {
            yield return check.Warn("image.thinking", "NoThinking", "true", "Thinking only exists from text alone and not as a set; NoThinking changes nothing here.", "Leave out -NoThinking.");
        }
    }
}
