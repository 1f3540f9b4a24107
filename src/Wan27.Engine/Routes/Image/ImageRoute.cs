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
    };
}
