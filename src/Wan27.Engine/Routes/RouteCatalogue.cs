using Wan27.Engine.Contract;
using Wan27.Engine.Routes.Image;
using Wan27.Engine.Routes.ImageToVideo;
using Wan27.Engine.Routes.ReferenceToVideo;
using Wan27.Engine.Routes.TextToVideo;
using Wan27.Engine.Routes.VideoEdit;

namespace Wan27.Engine.Routes;

/// <summary>The routes that this module drives, in the order of the contract.</summary>
internal static class RouteCatalogue
{
    public static IReadOnlyList<RouteDescriptor> All { get; } =
    [
        ImageRoute.Descriptor, ImageToVideoRoute.Descriptor, VideoEditRoute.Descriptor, TextToVideoRoute.Descriptor, ReferenceToVideoRoute.Descriptor,
    ];

    /// <summary>Stands for a task of which only the id is known, where something must be assumed of its route.</summary>
    public static RouteDescriptor Typical { get; } = All.Single(static route => route.IsTypical);

    /// <summary>A route by its name or its short form; null when there is none.</summary>
    public static RouteDescriptor? Find(string? text)
        => All.FirstOrDefault(route => string.Equals(route.Name, text, StringComparison.OrdinalIgnoreCase) || string.Equals(route.ShortName, text, StringComparison.OrdinalIgnoreCase));

    /// <summary>The route of a cmdlet that takes its options; null for any other cmdlet.</summary>
    public static RouteDescriptor? OfCmdlet(string cmdlet)
        => All.FirstOrDefault(route => route.Cmdlets.Contains(cmdlet, StringComparer.OrdinalIgnoreCase));

    /// <summary>A route as people write it.</summary>
    /// <exception cref="WanException"><c>Wan.Route.RouteUnknown</c>: there is no such route.</exception>
    public static RouteDescriptor Parse(string text)
        => Find(text.Trim()) ?? throw RouteErrors.RouteUnknown(text, string.Join(", ", All.Select(static route => $"{route.Name} ({route.ShortName})")));
}
