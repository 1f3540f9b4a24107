using System.Globalization;
using System.Text;

namespace Wan27.Engine.Stores;

/// <summary>
/// What the metadata of an object says of the result that it is: enough to find it again from any machine. Values travel in headers, so that
/// whatever is not plain ASCII is escaped as in a URL.
/// </summary>
internal sealed record ObjectMark
{
    private const string Prefix = "wan27-";

    public string? TaskId { get; init; }

    public string? RequestId { get; init; }

    public string? JobKey { get; init; }

    public string? Route { get; init; }

    public string? Model { get; init; }

    /// <summary>Position among the results of the job, from 1; 0 for what is no result.</summary>
    public int Index { get; init; }

    /// <summary>How many results the job has; 0 for what is no result.</summary>
    public int Count { get; init; }

    /// <summary>SHA-256 of the content, lower-case hexadecimal.</summary>
    public string? Sha256 { get; init; }

    /// <summary>Tells one upload from another, so that a completed one is never taken for an abandoned one.</summary>
    public string? Upload { get; init; }

    /// <summary>One name for one result; null for what is none.</summary>
    public string? Identity => (TaskId ?? RequestId) is { } id && Index > 0 ? string.Create(CultureInfo.InvariantCulture, $"{id}#{Index}") : null;

    /// <summary>The mark as metadata.</summary>
    public IReadOnlyDictionary<string, string> ToMetadata()
    {
        var most = (int)StoreData.Current.Number("metadata.value.chars.max");
        var metadata = new Dictionary<string, string>(StringComparer.Ordinal);
        Add("task", TaskId);
        Add("request", RequestId);
        Add("job-key", JobKey);
        Add("route", Route);
        Add("model", Model);
        Add("index", Index > 0 ? Index.ToString(CultureInfo.InvariantCulture) : null);
        Add("count", Count > 0 ? Count.ToString(CultureInfo.InvariantCulture) : null);
        Add("sha256", Sha256);
        Add("upload", Upload);
        return metadata;

        void Add(string name, string? value)
        {
            if (!string.IsNullOrEmpty(value) && Escape(value) is { } escaped)
            {
                metadata[Prefix + name] = escaped.Length <= most ? escaped : escaped[..most];
            }
        }
    }

    /// <summary>Reads a mark.</summary>
    /// <param name="value">The metadata's value of a name; null where there is none.</param>
    public static ObjectMark Read(Func<string, string?> value)
        => new()
        {
            TaskId = Text(value, "task"),
            RequestId = Text(value, "request"),
            JobKey = Text(value, "job-key"),
            Route = Text(value, "route"),
            Model = Text(value, "model"),
            Index = Number(value, "index"),
            Count = Number(value, "count"),
            Sha256 = Text(value, "sha256"),
            Upload = Text(value, "upload"),
        };

    private static string? Text(Func<string, string?> value, string name) => value(Prefix + name) is { Length: > 0 } text ? Uri.UnescapeDataString(text) : null;

    private static int Number(Func<string, string?> value, string name)
        => int.TryParse(Text(value, name), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0;

    private static string Escape(string text)
    {
        var escaped = new StringBuilder(text.Length);
        Span<byte> bytes = stackalloc byte[4];
        foreach (var rune in text.EnumerateRunes())
        {
            if (rune.Value is > ' ' and <= '~' and not '%')
            {
                escaped.Append((char)rune.Value);
                continue;
            }

            foreach (var part in bytes[..rune.EncodeToUtf8(bytes)])
            {
                escaped.Append(CultureInfo.InvariantCulture, $"%{part:X2}");
            }
        }

        return escaped.ToString();
    }
}
