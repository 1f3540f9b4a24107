using Wan27.Engine.Contract;

namespace Wan27.Cmdlets.Binding;

/// <summary>Routes as people write them: by their names, or by the short forms of the limits.</summary>
internal static class RouteName
{
    public static IReadOnlyList<(string Short, string Route)> All { get; } = [("image", WanRoutes.Image), ("i2v", WanRoutes.ImageToVideo), ("videoedit", WanRoutes.VideoEdit)];

    public static string? Find(string? text)
        => All.FirstOrDefault(pair => Same(pair.Short, text) || Same(pair.Route, text)).Route;

    public static string Parse(string text)
        => Find(text.Trim()) ?? throw ErrorFactory.Local(
            WanBoundary.Route, "RouteUnknown", $"There is no route '{text}'.", $"Routes: {string.Join(", ", All.Select(static pair => $"{pair.Route} ({pair.Short})"))}.");

    private static bool Same(string one, string? other) => string.Equals(one, other, StringComparison.OrdinalIgnoreCase);
}
