using System.Collections;
using System.Globalization;
using System.Management.Automation;
using Wan27.Engine.Routes;
using Wan27.Engine.Stores;

namespace Wan27.Cmdlets.Binding;

/// <summary>
/// Results that came from another process or out of a file: CLIXML leaves their properties and the name of their type, JSON, CSV and
/// Select-Object the properties alone. What they stand for as input is put back.
/// </summary>
internal static class Travelled
{
    private const string Prefix = "Deserialized.";

    /// <summary>The properties that, all together, only a result of this module has.</summary>
    private static readonly (string[] Names, Func<PSObject, object?> Read)[] Copies =
    [
        ([nameof(WanTask.TaskId), nameof(WanTask.State), nameof(WanTask.ProviderStatus), nameof(WanTask.ResultUrls)], Task),
        ([nameof(WanImageResult.ImageUrl), nameof(WanImageResult.Index), nameof(WanImageResult.Count), nameof(WanImageResult.RequestId)], Picture),
        ([nameof(WanAsset.Path), nameof(WanAsset.SidecarPath), nameof(WanAsset.Sha256)], Asset),
        ([nameof(WanPublishedMedia.Url), nameof(WanPublishedMedia.Path), nameof(WanPublishedMedia.ExpiresAt), nameof(WanBundle.KeySource)], Upload),
    ];

    /// <summary>The object itself; null for anything that has not travelled.</summary>
    public static object? Restore(object? input) => ByType(input) ?? ByProperties(input);

    private static object? ByProperties(object? input)
    {
        if (Copy(input) is not { } copy)
        {
            return null;
        }

        var properties = copy.Properties;
        return Copies.FirstOrDefault(kind => kind.Names.All(name => properties[name] is not null)).Read?.Invoke(copy);
    }

    private static PSObject? Copy(object? input)
    {
        switch (Unwrap.Value(input))
        {
            case PSCustomObject:
                return PSObject.AsPSObject(input);
            case IDictionary table:
                var copy = new PSObject();
                foreach (DictionaryEntry entry in table)
                {
                    if (entry.Key is string { Length: > 0 } name && copy.Properties[name] is null)
                    {
                        copy.Properties.Add(new PSNoteProperty(name, entry.Value));
                    }
                }

                return copy;
            default:
                return null;
        }
    }

    private static object? ByType(object? input)
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
        TaskId = Text(copy, nameof(WanTask.TaskId)) is { Length: > 0 } id ? id : null,
        SubmitId = Text(copy, nameof(WanTask.SubmitId)) is { Length: > 0 } submit ? submit : null,
        State = Named<WanTaskState>(copy, nameof(WanTask.State)) ?? default,
        JobKey = Text(copy, nameof(WanTask.JobKey)),
        Prompt = Text(copy, nameof(WanTask.Prompt)),
        RequestId = Text(copy, nameof(WanTask.RequestId)),
        ResultUrls = Texts(copy, nameof(WanTask.ResultUrls), MediaSource.IsUrl) is { Length: > 0 } urls ? urls : [.. Texts(copy, nameof(WanTask.VideoUrl), MediaSource.IsUrl)],
        VideoUrl = Text(copy, nameof(WanTask.VideoUrl)),
        UrlExpiresAt = Moment(copy, nameof(WanTask.UrlExpiresAt)),
        Files = Texts(copy, nameof(WanTask.Files), static place => Path.IsPathFullyQualified(place) || StoreReference.Is(place)),
        Warnings = Texts(copy, nameof(WanTask.Warnings), static _ => true),
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
        Warnings = Texts(copy, nameof(WanImageResult.Warnings), static _ => true),
        RequestId = Text(copy, nameof(WanImageResult.RequestId)),
        TaskId = Text(copy, nameof(WanImageResult.TaskId)),
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

    private static WanAsset? Asset(PSObject copy) => (Filled(copy, nameof(WanAsset.Path)), Filled(copy, nameof(WanAsset.Uri))) is (null, null) ? null : new()
    {
        Path = Filled(copy, nameof(WanAsset.Path)),
        Uri = Filled(copy, nameof(WanAsset.Uri)),
        Store = Filled(copy, nameof(WanAsset.Store)),
        SidecarPath = Filled(copy, nameof(WanAsset.SidecarPath)),
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
        Store = Filled(copy, nameof(WanPublishedMedia.Store)),
        ExpiresAt = Moment(copy, nameof(WanPublishedMedia.ExpiresAt)),
        Profile = Text(copy, nameof(WanBundle.Profile)),
        Model = Text(copy, nameof(WanBundle.Model)),
    };

    private static object? Value(PSObject copy, string name) => Unwrap.Value(copy.Properties[name]?.Value);

    /// <summary>A text; null also for the empty one that a table has for nothing.</summary>
    private static string? Filled(PSObject copy, string name) => Text(copy, name) is { Length: > 0 } text ? text : null;

    private static string? Text(PSObject copy, string name) => copy.Properties[name]?.Value is { } value ? Cell.Text(value) : null;

    private static int? Number(PSObject copy, string name) => Value(copy, name) switch
    {
        int number => number,
        long number and >= int.MinValue and <= int.MaxValue => (int)number,
        string text when int.TryParse(text, NumberStyles.Integer, CultureInfo.InvariantCulture, out var number) => number,
        _ => null,
    };

    /// <summary>The entries of a list. A CSV has the name of its type instead, which is no entry.</summary>
    private static string[] Texts(PSObject copy, string name, Func<string, bool> isEntry) => Value(copy, name) switch
    {
        null => [],
        string only => isEntry(only) ? [only] : [],
        IEnumerable many => [.. many.Cast<object>().Select(Cell.Text).Where(isEntry)],
        _ => [],
    };

    /// <summary>An enumeration travels as its name; out of CLIXML, and out of the JSON of older versions, as its number.</summary>
    private static TEnum? Named<TEnum>(PSObject copy, string name)
        where TEnum : struct, Enum
        => Value(copy, name) switch
        {
            TEnum named => named,
            int or long when Enum.ToObject(typeof(TEnum), Value(copy, name)!) is TEnum named && Enum.IsDefined(named) => named,
            string text when Enum.TryParse<TEnum>(text, ignoreCase: true, out var named) && Enum.IsDefined(named) => named,
            _ => null,
        };

    /// <summary>A time with an offset travels as its properties, or as a text.</summary>
    private static DateTimeOffset? Moment(PSObject copy, string name) => copy.Properties[name]?.Value switch
    {
        DateTimeOffset moment => moment,
        DateTime moment => moment,
        string text when DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.None, out var moment) => moment,
        PSObject { BaseObject: DateTimeOffset moment } => moment,
        PSObject { BaseObject: DateTime moment } => moment,
        PSObject parts when Value(parts, nameof(DateTimeOffset.UtcDateTime)) is DateTime utc => new DateTimeOffset(DateTime.SpecifyKind(utc, DateTimeKind.Utc)),
        _ => null,
    };
}
