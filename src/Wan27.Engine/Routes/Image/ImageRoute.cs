using Wan27.Engine.Media;

namespace Wan27.Engine.Routes.Image;

/// <summary>The image route (contract section 2).</summary>
internal static class ImageRoute
{
    public static MediaRole Input { get; } = new("Image", WanRoutes.Image, "image.input", MediaKind.Image);

    public static RouteDescriptor Descriptor { get; } = new()
    {
        Name = WanRoutes.Image,
        Request = typeof(ImageRequest),
        Senders = ["New-WanImage", "Start-WanImageTask"],
        Checker = "Test-WanImageInput",
        Roles = [Input],
        NeedsPrompt = true,
        Options =
        [
            RouteOption.Prompt("image"), RouteOption.Of(Input, max: "image.images.max"), new("Size", "size") { Values = "image.size.tiers" },
            new("Count", "n") { Min = "image.count.min", Max = "image.count.max", Default = "image.count.default" }, new("Sequential", "enable_sequential"), new("NoThinking", "thinking_mode"),
            new("ColorPalette", "color_palette") { Min = "image.palette.colors.min", Max = "image.palette.colors.max" }, new("BoundingBox", "bbox_list") { Max = "image.boxes.perImage.max" },
            RouteOption.Watermark, RouteOption.Seed,
        ],
    };
}
