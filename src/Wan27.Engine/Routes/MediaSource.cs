using System.Globalization;
using Wan27.Engine.Contract;

namespace Wan27.Engine.Routes;

/// <summary>An input as the user gave it: an absolute local path, a URL that passes through to the service, or an object of one of the user's stores.</summary>
internal sealed record MediaSource
{
    private static readonly string[] HeldSchemes = [.. ContractData.Current.Providers.SelectMany(static provider => provider.InputSchemes).Select(static scheme => $"{scheme}://")];

    /// <summary>How URLs that are taken begin, for messages.</summary>
    public static string UrlForms { get; } = string.Join(" or ", HeldSchemes.Prepend("https://"));

    private MediaSource(string? path, string? url, IStoredMedia? stored = null)
    {
        Path = path;
        Url = url;
        Stored = stored;
    }

    public string? Path { get; }

    public string? Url { get; }

    public IStoredMedia? Stored { get; }

    /// <summary>The content of the object as it was when it was checked; null before.</summary>
    public StoredVersion? Version { get; private init; }

    public bool IsLocal => Path is not null;

    public bool IsDataUri => Url?.StartsWith("data:", StringComparison.OrdinalIgnoreCase) == true;

    /// <summary>True for media that a provider holds already, under a scheme of its own.</summary>
    public bool IsHeldByProvider => Url is { } url && HeldSchemes.Any(scheme => url.StartsWith(scheme, StringComparison.OrdinalIgnoreCase));

    public static MediaSource Local(string absolutePath) => new(absolutePath, null);

    public static MediaSource Remote(string url) => new(null, url);

    public static MediaSource OfStore(IStoredMedia stored) => new(null, null, stored);

    /// <summary>The same object, with the content that lies there.</summary>
    public MediaSource Seen(StoredVersion version) => this with { Version = version };

    /// <summary>True for what the service can fetch by itself. A drive letter is not a scheme.</summary>
    public static bool IsUrl(string text)
        => text.StartsWith("https://", StringComparison.OrdinalIgnoreCase)
            || text.StartsWith("http://", StringComparison.OrdinalIgnoreCase)
            || HeldSchemes.Any(scheme => text.StartsWith(scheme, StringComparison.OrdinalIgnoreCase))
            || text.StartsWith("data:", StringComparison.OrdinalIgnoreCase);

    /// <summary>What may be shown and stored: a data URI is shortened, a signed URL loses its query.</summary>
    public string Display => this switch
    {
        { Path: { } path } => path,
        { Stored: { } stored } => stored.Uri,
        { IsDataUri: true } => $"{Before(Url!, ',')},... ({Url!.Length} characters)",
        _ => Before(Url!, '?'),
    };

    /// <summary>Tells two inputs apart: a file by its content, an object by its address and content, a URL without its signature, embedded media by all of it.</summary>
    public string Identity => this switch
    {
        { Path: { } path } => ContentHash.Of(path) ?? path,
        { Stored: { } stored, Version: { } version } => string.Create(CultureInfo.InvariantCulture, $"{stored.Uri}#{version.Tag}:{version.Length}"),
        { IsDataUri: true } => Url!,
        _ => Display,
    };

    public override string ToString() => Display;

    private static string Before(string text, char end) => text.IndexOf(end, StringComparison.Ordinal) is >= 0 and var at ? text[..at] : text;
}
