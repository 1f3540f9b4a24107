namespace Wan27.Engine.Results;

/// <summary>Which kind of result a route makes.</summary>
internal static class ResultKinds
{
    public static ResultKind Of(string? route) => route == WanRoutes.Image ? ResultKind.Image : ResultKind.Video;
}
