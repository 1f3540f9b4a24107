using Wan27.Engine.Media;
using Wan27.Engine.Routes;

namespace Wan27.Engine.Tests.Media;

/// <summary>The media roles of all routes.</summary>
internal static class Roles
{
    public static IReadOnlyList<MediaRole> All { get; } = [.. RouteCatalogue.All.SelectMany(static route => route.Roles)];

    public static MediaRole Find(string route, string name) => RouteCatalogue.Find(route)!.FindRole(name)!;
}
