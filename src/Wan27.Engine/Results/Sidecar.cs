using System.Text.Json;
using System.Text.Json.Serialization;
using Wan27.Engine.Records;

namespace Wan27.Engine.Results;

/// <summary>What stands beside a result file as <c>&lt;file&gt;.wan.json</c>: where it came from and how to tell that it is whole.</summary>
internal sealed record Sidecar
{
    /// <summary>Version of this layout; raised when a reader of the old one would misread the new.</summary>
    public const int CurrentSchema = 1;

    public int Schema { get; init; } = CurrentSchema;

    public required SidecarModule Module { get; init; }

    public required SidecarFile File { get; init; }

    public required SidecarBundle Bundle { get; init; }

    /// <summary>What was asked for: paths, URLs and options, never keys or data URIs.</summary>
    [JsonConverter(typeof(PlainValuesConverter))]
    public IReadOnlyDictionary<string, object?> Request { get; init; } = new Dictionary<string, object?>();

    public required SidecarIds Ids { get; init; }

    public required SidecarTimes Times { get; init; }

    public WanUsage? Usage { get; init; }

    public bool PreflightSkipped { get; init; }

    /// <summary>What the local checks warned of before the job was sent; absent where they did not.</summary>
    public IReadOnlyList<string>? Warnings { get; init; }

    /// <summary>The result's URL without its query, which held the signature.</summary>
    public required string SourceUrl { get; init; }

    public static string PathFor(string file) => file + ".wan.json";

    /// <summary>Reads the sidecar of a file, or null when there is none that can be read.</summary>
    public static Sidecar? Read(string file)
    {
        try
        {
            return JsonSerializer.Deserialize(System.IO.File.ReadAllBytes(PathFor(file)), ResultsJson.Default.Sidecar);
        }
        catch (Exception exception) when (exception is JsonException || StorageFault.IsStorage(exception))
        {
            // An unreadable sidecar proves nothing about the file: it is then compared with the server's own figures.
            return null;
        }
    }

    public void Write(string file)
        => DurableFile.Write(PathFor(file), JsonSerializer.SerializeToUtf8Bytes(this, ResultsJson.Default.Sidecar));
}

/// <summary>The program that wrote the sidecar.</summary>
internal sealed record SidecarModule(string Name, string Version);

/// <summary>The file itself. <c>Sha256</c> is lower-case hexadecimal.</summary>
internal sealed record SidecarFile(string Name, long Length, string Sha256, string? MediaType)
{
    /// <summary>Where it lies in a bucket, <c>s3://bucket/key</c>; absent for a file in a folder.</summary>
    public string? Uri { get; init; }

    /// <summary>The store whose bucket that is.</summary>
    public string? Store { get; init; }
}

/// <summary>The bundle that the job ran under.</summary>
internal sealed record SidecarBundle(
    string? Profile, string? Provider, string? Owner, string? Contract, string? Route, string? Model, WanRegion? Region, string? Endpoint, string? KeySource);

/// <summary>Names of the job and the result's place in it.</summary>
internal sealed record SidecarIds(string? TaskId, string? RequestId, string? JobKey, int Index, int Count);

/// <summary>When things happened.</summary>
internal sealed record SidecarTimes(DateTimeOffset? Submitted, DateTimeOffset? Scheduled, DateTimeOffset? Ended, DateTimeOffset Stored);
