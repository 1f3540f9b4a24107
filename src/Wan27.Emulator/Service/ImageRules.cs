using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using Wan27.Emulator.Media;

namespace Wan27.Emulator.Service;

/// <summary>The rules of the image route (contract section 2), the same for its synchronous and asynchronous form.</summary>
internal sealed partial class ImageRules(InputDesk inputs, ContractNumbers contract) : IRouteRules
{
    public string Route => WanRoutes.Image;

    public async Task<TaskPlan> CheckAsync(Exchange exchange, Account account, ContractModel model, FieldReader body)
    {
        var input = body.Child("input");
        var messages = input.List("messages") ?? throw ServiceRefusal.Required("input.messages");
        if (messages.Count != 1)
        {
            throw ServiceRefusal.Parameter("input.messages must have exactly one element.");
        }

        var message = input.Item("messages", 0, messages[0]);
        if (message.Text("role") != "user")
        {
            throw ServiceRefusal.Parameter("The role of input.messages[0] must be user.");
        }

        var (prompt, images) = Content(message);
        message.NameTheRest();
        input.NameTheRest();
        if (images.Count > contract.Int("image.images.max"))
        {
            throw ServiceRefusal.Parameter($"At most {contract.Int("image.images.max")} images are allowed.");
        }

        var parameters = body.Child("parameters");
        var plan = Parameters(model, prompt, images.Count, parameters, out var tierPixels, out var boxes);
        parameters.NameTheRest();
        body.NameTheRest();

        var facts = new List<MediaFacts?>();
        foreach (var image in images)
        {
            var found = await inputs.ResolveAsync(exchange, account, model.Id, image, allowData: true);
            MediaRule.Picture(found, "image.input");
            facts.Add(found);
        }

        CheckBoxes(boxes, facts);
        if (tierPixels is { } pixels && facts.Count > 0 && facts[^1] is { Width: > 0 } last)
        {
            var (width, height) = FrameSize.ByAspect(pixels, last.Width, last.Height);
            plan = plan with { Width = width, Height = height };
        }

        return plan;
    }

    [GeneratedRegex(@"^(\d{2,5})\*(\d{2,5})$", RegexOptions.CultureInvariant)]
    private static partial Regex PixelSize();

    [GeneratedRegex("^#[0-9A-Fa-f]{6}$", RegexOptions.CultureInvariant)]
    private static partial Regex Hex();

    [GeneratedRegex(@"^\d{1,3}\.\d{2}%$", RegexOptions.CultureInvariant)]
    private static partial Regex Share();

    private static (string Prompt, List<string> Images) Content(FieldReader message)
    {
        var content = message.List("content") ?? throw message.Required("content");
        var images = new List<string>();
        string? prompt = null;
        for (var index = 0; index < content.Count; index++)
        {
            var item = message.Item("content", index, content[index]);
            var text = item.Text("text");
            var image = item.Text("image");
            item.NameTheRest();
            if ((text is null) == (image is null) || (text is not null && prompt is not null))
            {
                throw ServiceRefusal.Malformed();
            }

            prompt ??= text;
            if (image is not null)
            {
                images.Add(image);
            }
        }

        return string.IsNullOrWhiteSpace(prompt)
            ? throw ServiceRefusal.Required("input.messages[0].content[].text")
            : (prompt, images);
    }

    private ImagePlan Parameters(
        ContractModel model, string prompt, int images, FieldReader parameters, out double? tierPixels, out IReadOnlyList<JsonElement>? boxes)
    {
        var sequential = parameters.Flag("enable_sequential") ?? false;
        var thinking = parameters.Flag("thinking_mode");
        parameters.Flag("watermark");
        parameters.Between("seed", contract.Int("seed.min"), contract.Int("seed.max"));
        if (thinking == true && (sequential || images > 0))
        {
            throw ServiceRefusal.Parameter("thinking_mode is available only without images and without enable_sequential.");
        }

        var count = parameters.Whole("n") ?? contract.Int(sequential ? "image.sequential.count.default" : "image.count.default");
        if (count < contract.Int("image.count.min") || count > contract.Int(sequential ? "image.sequential.count.max" : "image.count.max"))
        {
            throw ServiceRefusal.Parameter("num_images_per_prompt must be 1");
        }

        var palette = Palette(parameters.List("color_palette"), parameters);
        if (palette.Count > 0 && sequential)
        {
            throw ServiceRefusal.Parameter("color_palette is not available with enable_sequential.");
        }

        boxes = parameters.List("bbox_list");
        if (boxes is not null && (images == 0 || boxes.Count != images))
        {
            throw ServiceRefusal.Parameter("bbox_list must have one element for each input image.");
        }

        var plain = model.Family == "image-pro" && images == 0 && !sequential;
        var (width, height) = Size(parameters.Text("size") ?? contract.Default("image.size.tiers")!, plain, out tierPixels);
        return new ImagePlan(model.Id, prompt, width, height, count, sequential, palette, InputTokens(prompt, images));
    }

    private (int Width, int Height) Size(string size, bool mayBeLarge, out double? tierPixels)
    {
        var max = contract.Number(mayBeLarge ? "image-pro.textToImage.pixels.max" : "image.pixels.max");
        tierPixels = null;
        if (contract.Values("image.size.tiers").Contains(size))
        {
            var side = contract.Int($"image.tier.{size}.side");
            tierPixels = (double)side * side;
            return tierPixels <= max ? (side, side) : throw ServiceRefusal.Parameter($"The size {size} is not available for this model and mode.");
        }

        var match = PixelSize().Match(size);
        if (!match.Success)
        {
            throw ServiceRefusal.Parameter("The size must be one of the tiers or have the form W*H.");
        }

        var width = int.Parse(match.Groups[1].ValueSpan, CultureInfo.InvariantCulture);
        var height = int.Parse(match.Groups[2].ValueSpan, CultureInfo.InvariantCulture);
        var pixels = (double)width * height;
        return pixels >= contract.Number("image.pixels.min") && pixels <= max
            && Math.Max(width, height) <= Math.Min(width, height) * contract.Number("image.aspect.max")
            ? (width, height)
            : throw ServiceRefusal.Parameter("The size is outside the allowed pixels or aspect ratio.");
    }

    private List<string> Palette(IReadOnlyList<JsonElement>? entries, FieldReader parameters)
    {
        var colors = new List<string>();
        if (entries is null)
        {
            return colors;
        }

        if (entries.Count < contract.Int("image.palette.colors.min") || entries.Count > contract.Int("image.palette.colors.max"))
        {
            throw ServiceRefusal.Parameter("color_palette has too few or too many colors.");
        }

        var sum = 0m;
        for (var index = 0; index < entries.Count; index++)
        {
            var entry = parameters.Item("color_palette", index, entries[index]);
            var hex = entry.Text("hex") ?? throw entry.Required("hex");
            var share = entry.Text("ratio") ?? throw entry.Required("ratio");
            entry.NameTheRest();
            if (!Hex().IsMatch(hex) || !Share().IsMatch(share))
            {
                throw ServiceRefusal.Parameter("color_palette needs colors like #RRGGBB and ratios like 12.50%.");
            }

            sum += decimal.Parse(share.AsSpan(0, share.Length - 1), CultureInfo.InvariantCulture);
            colors.Add(hex);
        }

        return sum == (decimal)contract.Number("image.palette.ratio.sum")
            ? colors
            : throw ServiceRefusal.Parameter("The ratios of color_palette must add up to 100.00%.");
    }

    private void CheckBoxes(IReadOnlyList<JsonElement>? lists, List<MediaFacts?> images)
    {
        for (var image = 0; image < (lists?.Count ?? 0); image++)
        {
            var list = lists![image];
            if (list.ValueKind != JsonValueKind.Array || list.GetArrayLength() > contract.Int("image.boxes.perImage.max")
                || !list.EnumerateArray().All(box => IsBox(box, images[image])))
            {
                throw ServiceRefusal.Parameter("bbox_list must hold at most two boxes [x1, y1, x2, y2] within each image.");
            }
        }
    }

    private static bool IsBox(JsonElement box, MediaFacts? image)
    {
        if (box.ValueKind != JsonValueKind.Array || box.GetArrayLength() != 4
            || !box.EnumerateArray().All(static side => side.ValueKind == JsonValueKind.Number && side.TryGetInt32(out _)))
        {
            return false;
        }

        var sides = box.EnumerateArray().Select(static side => side.GetInt32()).ToArray();
        return sides[0] >= 0 && sides[1] >= 0 && sides[0] < sides[2] && sides[1] < sides[3]
            && (image is not { Width: > 0 } || (sides[2] <= image.Width && sides[3] <= image.Height));
    }

    private static int InputTokens(string prompt, int images) => 20 + (prompt.Length / 2) + (images * 5000);
}
