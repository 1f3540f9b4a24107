namespace Wan27.Engine.Records;

/// <summary>URLs as they may be written down.</summary>
internal static class BareUrl
{
    /// <summary>The URL without user and query: signatures never reach disk.</summary>
    public static string Of(Uri url) => url.GetComponents(UriComponents.SchemeAndServer | UriComponents.Path, UriFormat.UriEscaped);
}
