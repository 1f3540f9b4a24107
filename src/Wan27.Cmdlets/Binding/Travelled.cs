using System.Collections;
using System.Management.Automation;

namespace Wan27.Cmdlets.Binding;

/// <summary>
/// Results that came from another process or out of a CLIXML file: PowerShell leaves their properties and takes their type. What they stand
/// for as input is put back.
/// </summary>
internal static class Travelled
{
    private const string Prefix = "Deserialized.";

    /// <summary>The object itself; null for anything that has not travelled.</summary>
    public static object? Restore(object? input)
        => input is PSObject copy && copy.TypeNames.FirstOrDefault() is { } name && name.StartsWith(Prefix, StringComparison.Ordinal)
            ? name[Prefix.Length..] switch
            {
                "Wan27.WanTask" => Task(copy),
                "Wan27.WanImageResult" => Picture(copy),
                "Wan27.WanAsset" => Asset(copy),
                "Wan27.WanPublishedMedia" => Upload(copy),
                "System.IO.FileInfo" => Text(copy, "FullName") is { } path ? new FileInfo(path) : null,
                "System.Uri" => Text(copy, "OriginalString") is { } uri ? new Uri(uri, UriKind.RelativeOrAbsolute) : null,
                _ => null,
            }
            : null;

    private static WanTask Task(PSObject copy) => new()
    {
        TaskId = Text(copy, nameof(WanTask.TaskId)),
        State = Named<WanTaskState>(copy, nameof(WanTask.State)) ?? default,
        JobKey = Text(copy, nameof(WanTask.JobKey)),
        Prompt = Text(copy, nameof(WanTask.Prompt)),
        RequestId = Text(copy, nameof(WanTask.RequestId)),
        ResultUrls = Texts(copy, nameof(WanTask.ResultUrls)),
        VideoUrl = Text(copy, nameof(WanTask.VideoUrl)),
        UrlExpiresAt = Moment(copy, nameof(WanTask.UrlExpiresAt)),
        Files = Texts(copy, nameof(WanTask.Files)),
        Profile = Text(copy, nameof(WanBundle.Profile)),
        Provider = Text(copy, nameof(WanBundle.Provider)),
        Route = Text(copy, nameof(WanBundle.Route)),
        Model = Text(copy, nameof(WanBundle.Model)),
        Region = Named<WanRegion>(copy, nameof(WanBundle.Region)),
        Endpoint = Text(copy, nameof(WanBundle.Endpoint)),
        KeySource = Text(copy, nameof(WanBundle.KeySource)),
    };

    private static WanImageResult? Picture(PSObject copy) => Text(copy, nameof(WanImageResult.ImageUrl)) is not { } url ? null : new()
    {
        ImageUrl = url,
        Index = Number(copy, nameof(WanImageResult.Index)) ?? 1,
        Count = Number(copy, nameof(WanImageResult.Count)) ?? 1,
        Prompt = Text(copy, nameof(WanImageResult.Prompt)),
        Size = Text(copy, nameof(WanImageResult.Size)),
        RequestId = Text(copy, nameof(WanImageResult.RequestId)),
        CreatedAt = Moment(copy, nameof(WanImageResult.CreatedAt)) ?? default,
        UrlExpiresAt = Moment(copy, nameof(WanImageResult.UrlExpiresAt)),
        Profile = Text(copy, nameof(WanBundle.Profile)),
        Provider = Text(copy, nameof(WanBundle.Provider)),
        Route = Text(copy, nameof(WanBundle.Route)),
        Model = Text(copy, nameof(WanBundle.Model)),
        Region = Named<WanRegion>(copy, nameof(WanBundle.Region)),
        Endpoint = Text(copy, nameof(WanBundle.Endpoint)),
        KeySource = Text(copy, nameof(WanBundle.KeySource)),
    };

    private static WanAsset? Asset(PSObject copy) => Text(copy, nameof(WanAsset.Path)) is not { } path ? null : new()
    {
        Path = path,
        SidecarPath = Text(copy, nameof(WanAsset.SidecarPath)) ?? string.Empty,
        Sha256 = Text(copy, nameof(WanAsset.Sha256)) ?? string.Empty,
        TaskId = Text(copy, nameof(WanAsset.TaskId)),
        Profile = Text(copy, nameof(WanBundle.Profile)),
        Model = Text(copy, nameof(WanBundle.Model)),
        Route = Text(copy, nameof(WanBundle.Route)),
    };

    private static WanPublishedMedia? Upload(PSObject copy) => Text(copy, nameof(WanPublishedMedia.Url)) is not { } url ? null : new()
    {
        Url = url,
        Path = Text(copy, nameof(WanPublishedMedia.Path)) ?? string.Empty,
        ExpiresAt = Moment(copy, nameof(WanPublishedMedia.ExpiresAt)) ?? default,
        Profile = Text(copy, nameof(WanBundle.Profile)),
        Model = Text(copy, nameof(WanBundle.Model)),
    };

    private static object? Value(PSObject copy, string name) => Unwrap.Value(copy.Properties[name]?.Value);

    private static string? Text(PSObject copy, string name) => copy.Properties[name]?.Value is { } value ? Cell.Text(value) : null;

    private static int? Number(PSObject copy, string name) => Value(copy, name) as int?;

    private static string[] Texts(PSObject copy, string name) => Value(copy, name) is IEnumerable many and not string ? [.. many.Cast<object>().Select(Cell.Text)] : [];

    /// <summary>An enumeration travels as its number.</summary>
    private static TEnum? Named<TEnum>(PSObject copy, string name)
        where TEnum : struct, Enum
        => Value(copy, name) switch
        {
            int number => (TEnum)Enum.ToObject(typeof(TEnum), number),
            string text when Enum.TryParse<TEnum>(text, ignoreCase: true, out var named) => named,
            TEnum named => named,
            _ => null,
        };

    /// <summary>A time with an offset travels as its properties.</summary>
    private static DateTimeOffset? Moment(PSObject copy, string name) => copy.Properties[name]?.Value switch
    {
        DateTimeOffset moment => moment,
        DateTime moment => moment,
        PSObject { BaseObject: DateTimeOffset moment } => moment,
        PSObject { BaseObject: DateTime moment } => moment,
        PSObject parts when Value(parts, nameof(DateTimeOffset.UtcDateTime)) is DateTime utc => new DateTimeOffset(DateTime.SpecifyKind(utc, DateTimeKind.Utc)),
        _ => null,
    };
}
