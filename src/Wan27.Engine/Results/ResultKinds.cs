using Wan27.Engine.Media;
using Wan27.Engine.Routes;

namespace Wan27.Engine.Results;

/// <summary>Which kind of result a route makes.</summary>
internal static class ResultKinds
{
    public static ResultKind Of(string? route) => RouteCatalogue.Find(route)?.Makes == MediaKind.Image ? ResultKind.Image : ResultKind.Video;
}
