using System.Globalization;
using System.Security.Cryptography;
using Wan27.Engine.Results;

namespace Wan27.Engine.Tests.Results;

/// <summary>An object as the storage holds it, which answers as the storage does.</summary>
internal sealed record StoredObject(byte[] Content)
{
    public string? ETag { get; init; } = "\"v1\"";

    public string MediaType { get; init; } = "video/mp4";

    public bool SendsCrc64 { get; init; } = true;

    public string Sha256 => Convert.ToHexStringLower(SHA256.HashData(Content));

    /// <summary>A whole film of exactly this length, filled up with noise that every reader passes over.</summary>
    public static StoredObject OfLength(int length, int seed = 1) => new(ResultFiles.Film(length, seed));

    /// <summary>The whole, or what the range asks for when its condition holds.</summary>
    public WireAnswer Answer(WireRequest request)
    {
        var partial = request.Range is not null && request.IfRange == ETag;
        if (partial && request.From >= Content.Length)
        {
            return WireAnswer.Text(416);
        }

        var answer = partial
            ? new WireAnswer { Status = 206, Body = Content.AsMemory(request.From) }
                .With("Content-Range", string.Create(CultureInfo.InvariantCulture, $"bytes {request.From}-{Content.Length - 1}/{Content.Length}"))
            : new WireAnswer { Body = Content };
        answer = answer.With("Content-Type", MediaType);
        answer = ETag is null ? answer : answer.With("ETag", ETag);
        return SendsCrc64 ? answer.With("x-oss-hash-crc64ecma", StorageCrc64.Of(Content).ToString(CultureInfo.InvariantCulture)) : answer;
    }

    /// <summary>The honest answer, cut off in the middle.</summary>
    public WireAnswer Cut(WireRequest request, int sends) => Answer(request) with { Sends = sends };
}
