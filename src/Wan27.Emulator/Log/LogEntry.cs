using System.Text.Json;

namespace Wan27.Emulator;

/// <summary>One request as the emulator saw it. Keys and signatures are never part of it.</summary>
public sealed record LogEntry
{
    /// <summary>1 for the first request; gaps do not occur.</summary>
    public required long Sequence { get; init; }

    /// <summary>When the request's head had arrived.</summary>
    public required DateTimeOffset StartedAt { get; init; }

    /// <summary>When the last byte of the answer had left; null while the request is in hand.</summary>
    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>HTTP method.</summary>
    public required string Method { get; init; }

    /// <summary>Path, decoded.</summary>
    public required string Path { get; init; }

    /// <summary>Query without the question mark; a signature is replaced by an ellipsis.</summary>
    public required string Query { get; init; }

    /// <summary>image.sync, image.async, video.submit, task.query, task.result, task.cancel, task.list, upload.policy, upload.post, result.get,
    /// result.head, media.get, models.list, models.limits, account.get or unknown; the path tells whose it is.</summary>
    public required string Operation { get; init; }

    /// <summary>Whether an Authorization header came along.</summary>
    public bool HasAuthorization { get; init; }

    /// <summary>A short digest of the key, the same for the same key.</summary>
    public string? KeyFingerprint { get; init; }

    /// <summary>Whether <c>X-DashScope-Async: enable</c> was sent.</summary>
    public bool AsyncHeader { get; init; }

    /// <summary>Whether <c>X-DashScope-OssResourceResolve: enable</c> was sent.</summary>
    public bool ResolveHeader { get; init; }

    /// <summary>The names of all header fields, as sent.</summary>
    public IReadOnlyList<string> HeaderNames { get; init; } = [];

    /// <summary>The Range header, as sent.</summary>
    public string? Range { get; init; }

    /// <summary>The model named in body, query or policy.</summary>
    public string? Model { get; init; }

    /// <summary>The task asked for, or the one this request created.</summary>
    public string? TaskId { get; init; }

    /// <summary>Whether the service did what was asked, even if a fault then kept the answer back.</summary>
    public bool Accepted { get; init; }

    /// <summary>HTTP status answered; 0 when the connection was cut without an answer.</summary>
    public int Status { get; init; }

    /// <summary>The service's error code, if it refused.</summary>
    public string? Code { get; init; }

    /// <summary>The service's error message, if it refused.</summary>
    public string? Message { get; init; }

    /// <summary>The fault that was applied, if any.</summary>
    public string? Fault { get; init; }

    /// <summary>Body bytes received.</summary>
    public long BytesReceived { get; init; }

    /// <summary>Body bytes sent.</summary>
    public long BytesSent { get; init; }

    /// <summary>JSON paths of body fields that the contract does not know. They pass, as on the service, but are named here.</summary>
    public IReadOnlyList<string> UnknownFields { get; init; } = [];

    /// <summary>The request's JSON body with long data URIs shortened.</summary>
    public JsonElement? Body { get; init; }
}
