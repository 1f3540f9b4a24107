using System.Globalization;
using System.Net.Http.Headers;

namespace Wan27.Engine.Results;

/// <summary>What an answer of the storage says about the whole object.</summary>
internal sealed record ObjectFacts(long? Length, string? MediaType, string? Validator, ulong? Crc64, string? Md5)
{
    private const string Crc64Header = "x-oss-hash-crc64ecma";

    /// <summary>What of it is held against the body: an MD5 beside a CRC-64 proves nothing more.</summary>
    public TransportCheck Check => Crc64 is not null ? TransportCheck.Crc64 : Md5 is not null ? TransportCheck.Md5 : TransportCheck.None;

    public bool HasChecksum => Check != TransportCheck.None;

    /// <summary>True where a body with these digests is what was stated.</summary>
    public bool Fits(DigestValues digest) => Check switch
    {
        TransportCheck.Crc64 => digest.Crc64 == Crc64,
        TransportCheck.Md5 => digest.Md5 == Md5,
        _ => true,
    };

    /// <summary>Facts of a whole body.</summary>
    public static ObjectFacts OfWhole(HttpResponseMessage response)
        => new(
            response.Content.Headers.ContentLength,
            response.Content.Headers.ContentType?.MediaType,
            ValidatorOf(response),
            Crc64Of(response),
            response.Content.Headers.ContentMD5 is { } md5 ? Convert.ToBase64String(md5) : null);

    /// <summary>
    /// Facts of a partial body. Its Content-MD5, if any, may be that of the part alone; the one noted with the first answer counts.
    /// </summary>
    public static ObjectFacts OfPart(HttpResponseMessage response, PartState begun)
        => new(
            response.Content.Headers.ContentRange?.Length ?? begun.Length,
            response.Content.Headers.ContentType?.MediaType ?? begun.MediaType,
            begun.Validator,
            Crc64Of(response) ?? ParseCrc64(begun.Crc64),
            begun.Md5);

    /// <summary>True when a partial answer belongs to the object that the part was begun from.</summary>
    public static bool Continues(HttpResponseMessage response, PartState begun, long offset)
        => response.Content.Headers.ContentRange is { From: { } from } range
            && from == offset
            && (range.Length is null || begun.Length is null || range.Length == begun.Length)
            && (Crc64Of(response) is not { } crc || ParseCrc64(begun.Crc64) is not { } noted || crc == noted);

    public PartState ToState(Uri url) => new()
    {
        UrlPath = url.AbsolutePath,
        Validator = Validator,
        Length = Length,
        Crc64 = Crc64?.ToString(CultureInfo.InvariantCulture),
        Md5 = Md5,
        MediaType = MediaType,
    };

    private static string? ValidatorOf(HttpResponseMessage response)
        => response.Headers.ETag is { IsWeak: false } tag
            ? tag.Tag
            : response.Content.Headers.LastModified?.ToString("r", CultureInfo.InvariantCulture);

    private static ulong? Crc64Of(HttpResponseMessage response)
        => response.Headers.TryGetValues(Crc64Header, out var values) ? ParseCrc64(values.FirstOrDefault()) : null;

    private static ulong? ParseCrc64(string? text)
        => ulong.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var crc) ? crc : null;

    /// <summary>The If-Range header for a noted validator.</summary>
    public static RangeConditionHeaderValue ConditionFor(string validator) => RangeConditionHeaderValue.Parse(validator);
}
