using System.Globalization;
using Wan27.Emulator.Http;
using Wan27.Emulator.Media;

namespace Wan27.Emulator.Service;

/// <summary>The storage side of results: signed URLs, ranges, checksums.</summary>
internal sealed class ResultDesk(Premises premises)
{
    public async Task<HttpResponse> GetAsync(Exchange exchange)
    {
        var request = exchange.Request;
        if (request.Headers["Authorization"] is not null)
        {
            throw new StorageRefusal(400, "InvalidArgument", "Only one auth mechanism allowed: a signed URL carries no Authorization header.");
        }

        var result = premises.Results.Require(request.Path, request.Query, premises.Now);
        if (exchange.Fault?.Kind == FaultKind.ExpireEarly)
        {
            result.KillUrl();
            throw ResultStore.ExpiredAt(result.Place);
        }

        return Serve(request, await result.FileAsync(), result.CreatedAt, exchange.Fault?.Kind, isOss: result.Place is null);
    }

    public static Task<HttpResponse> MediaAsync(Exchange exchange)
        => SampleMedia.Find(exchange.Request.Path) is { } sample
            ? Task.FromResult(Serve(exchange.Request, sample, DateTimeOffset.UnixEpoch, exchange.Fault?.Kind, isOss: true))
            : throw new StorageRefusal(404, "NoSuchKey", "The specified key does not exist.");

    /// <summary>A file or a range of it; only the official storage tells checksums.</summary>
    public static HttpResponse Serve(HttpRequest request, MediaFile file, DateTimeOffset modified, FaultKind? fault, bool isOss)
    {
        var range = IsSame(request.Headers["If-Range"], file, modified) ? ByteRangeOf(request, file) : null;
        var start = range?.Start ?? 0;
        var length = range?.Length ?? file.Length;
        var response = HttpResponse.Content(
            range is null ? 200 : 206,
            () => OpenAt(fault == FaultKind.SwappedBody ? new SwappedStream(file.Open()) : file.Open(), start),
            length);
        response.Headers.Add("Content-Type", file.ContentType);
        response.Headers.Add("Accept-Ranges", "bytes");
        response.Headers.Add("ETag", file.ETag);
        response.Headers.Add("Last-Modified", modified.ToString("R", CultureInfo.InvariantCulture));
        if (isOss)
        {
            var isWrong = fault == FaultKind.WrongChecksum;
            response.Headers.Add("x-oss-hash-crc64ecma", (isWrong ? ~file.Crc : file.Crc).ToString(CultureInfo.InvariantCulture));
            response.Headers.Add("Content-MD5", Convert.ToBase64String(isWrong ? [.. Enumerable.Reverse(file.Md5)] : file.Md5));
        }

        if (range is not null)
        {
            response.Headers.Add("Content-Range", $"bytes {start}-{start + length - 1}/{file.Length}");
        }

        return response;
    }

    private static ByteRange? ByteRangeOf(HttpRequest request, MediaFile file) => ByteRange.Parse(request.Headers["Range"], file.Length);

    /// <summary>Whether a range may be served: there is no condition, or it names exactly this file.</summary>
    private static bool IsSame(string? condition, MediaFile file, DateTimeOffset modified)
        => condition is null
            || condition == file.ETag
            || (DateTimeOffset.TryParseExact(condition, "R", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var date)
                && date.ToUnixTimeSeconds() == modified.ToUnixTimeSeconds());

    private static Stream OpenAt(Stream stream, long start)
    {
        stream.Position = start;
        return stream;
    }
}
