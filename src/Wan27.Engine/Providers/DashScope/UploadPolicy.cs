using System.Text.Json;

namespace Wan27.Engine.Providers.DashScope;

/// <summary>The permission to upload for one model (contract section 7, step 1). Numbers may arrive as strings.</summary>
internal sealed record UploadPolicy
{
    // Policies live for minutes; a figure beyond reason is no figure.
    private const double SecondsOfADay = 86400;

    public required string Policy { get; init; }

    public required string Signature { get; init; }

    public required string Directory { get; init; }

    public required Uri Host { get; init; }

    public required string AccessKeyId { get; init; }

    public required string Acl { get; init; }

    public required string ForbidOverwrite { get; init; }

    public double? MaxFileMegabytes { get; init; }

    public double? Seconds { get; init; }

    public static UploadPolicy? Read(JsonElement root)
    {
        if (root.ValueKind != JsonValueKind.Object
            || !root.TryGetProperty("data", out var data)
            || AnswerReader.Text(data, "policy") is not { } policy
            || AnswerReader.Text(data, "signature") is not { } signature
            || AnswerReader.Text(data, "upload_dir") is not { } directory
            || !Uri.TryCreate(AnswerReader.Text(data, "upload_host"), UriKind.Absolute, out var host)
            || AnswerReader.Text(data, "oss_access_key_id") is not { } accessKeyId)
        {
            return null;
        }

        return new UploadPolicy
        {
            Policy = policy,
            Signature = signature,
            Directory = directory.TrimEnd('/'),
            Host = host,
            AccessKeyId = accessKeyId,
            Acl = AnswerReader.Text(data, "x_oss_object_acl") ?? "private",
            ForbidOverwrite = AnswerReader.Text(data, "x_oss_forbid_overwrite") ?? "true",
            MaxFileMegabytes = AnswerReader.Number(data, "max_file_size_mb") is { } megabytes and > 0 ? megabytes : null,
            Seconds = AnswerReader.Number(data, "expire_in_seconds") is { } seconds and > 0 and < SecondsOfADay ? seconds : null,
        };
    }

    /// <summary>The signature must not appear where a record would print its members.</summary>
    public override string ToString() => $"upload policy for {Directory}";
}
