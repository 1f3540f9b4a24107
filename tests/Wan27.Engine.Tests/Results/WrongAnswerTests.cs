using System.IO.Compression;
using System.Text;
using Wan27.Engine.Results;
using Wan27.Engine.Tests.Tasks;

namespace Wan27.Engine.Tests.Results;

/// <summary>
/// The table of what a result host, or what stands in its way, may answer in place of the result, from a finished task to the journal.
/// </summary>
public sealed class WrongAnswerTests
{
    private const string SomethingElse = "Wan.Storage.NotTheResult";
    private const string NotWhole = "Wan.Storage.NotWhole";
    private const string Tail = " It was asked 4 times. Nothing was stored; the task itself is complete.";
    private const string Else = "The result host sent something else than the film: ";
    private const string ElsePicture = "The result host sent something else than the picture: ";
    private const string Cut = "The film that the result host sent is not whole: ";
    private const string CutPicture = "The picture that the result host sent is not whole: ";
    private const string Page = "<!DOCTYPE html>\r\n<html><head><title>Sign in</title></head><body>Please sign in to the network.</body></html>";
    private const string PageWords = "an HTML page: \"<!DOCTYPE html> <html><head><title>Sign in</title></head><body>Please sign in to the network.</body></html>\"";

    private static readonly byte[] Film = ResultFiles.Film();
    private static readonly byte[] LateIndex = ResultFiles.FilmWithIndexLast();
    private static readonly byte[] Png = ResultFiles.Png();
    private static readonly byte[] Jpeg = ResultFiles.Jpeg();
    private static readonly byte[] WebP = ResultFiles.WebP();

    private static readonly WrongAnswer[] Table =
    [
        new("a page", Text(Page, "text/html; charset=utf-8"), SomethingElse, $"{Else}{PageWords}, declared as text/html.{Tail}"),
        new("a page without a media type", Text(Page), SomethingElse, $"{Else}{PageWords}.{Tail}"),
        new("a page as video/mp4", Text(Page, "video/mp4"), SomethingElse, $"{Else}{PageWords}, declared as video/mp4.{Tail}"),
        new("a page with a checksum of its own", Text(Page, "video/mp4").With("x-oss-hash-crc64ecma", StorageCrc64Of(Page)), SomethingElse, $"{Else}{PageWords}, declared as video/mp4.{Tail}"),
        new("a page of megabytes", Text(Page + new string(' ', 3_000_000), "application/octet-stream"), SomethingElse, $"{Else}{PageWords}, declared as application/octet-stream.{Tail}"),
        new("an error of the storage as 200", Text("<?xml version=\"1.0\"?><Error><Code>InternalError</Code></Error>", "application/xml"), SomethingElse,
            $"{Else}XML: \"<?xml version=\"1.0\"?><Error><Code>InternalError</Code></Error>\", declared as application/xml.{Tail}"),
        new("JSON", Text("{ \"code\": \"Throttling\",\n \"message\": \"slow down\" }", "application/json"), SomethingElse,
            $"{Else}JSON: \"{{ \"code\": \"Throttling\", \"message\": \"slow down\" }}\", declared as application/json.{Tail}"),
        new("a text", Text("upstream connect error", "text/plain"), SomethingElse, $"{Else}a text: \"upstream connect error\", declared as text/plain.{Tail}"),
        new("a text with secrets and steering characters", Text("\u001b[31mkey sk-abcdef0123456789 at https://b.example/x.mp4?Signature=topsecret&Expires=1 \u202e" + new string('x', 200), "text/plain"), SomethingElse,
            $"{Else}a text: \"[31mkey [key removed] at https://b.example/x.mp4 {new string('x', 71)}...\", declared as text/plain.{Tail}"),
        new("an empty body", new WireAnswer().With("Content-Type", "video/mp4"), SomethingElse, $"{Else}an empty body, declared as video/mp4.{Tail}"),
        new("an empty body in chunks", new WireAnswer { StatedLength = -1, Body = "0\r\n\r\n"u8.ToArray() }.With("Transfer-Encoding", "chunked"), SomethingElse, $"{Else}an empty body.{Tail}"),
        new("no content", new WireAnswer { Status = 204, StatedLength = -1 }, SomethingElse, $"{Else}HTTP 204, which no result comes with.{Tail}"),
        new("accepted, not yet there", Bytes(Film, "video/mp4") with { Status = 202 }, SomethingElse, $"{Else}HTTP 202, which no result comes with.{Tail}"),
        new("gzip without a word", Bytes(Packed(Film), "video/mp4"), SomethingElse, $"{Else}gzip data without a word that it is packed, declared as video/mp4.{Tail}"),
        new("a page in gzip", Bytes(Packed(Encoding.UTF8.GetBytes(Page)), "text/html").With("Content-Encoding", "gzip"), SomethingElse, $"{Else}{PageWords}, declared as text/html.{Tail}"),
        new("gzip that is none", Bytes(Film, "video/mp4").With("Content-Encoding", "gzip"), SomethingElse, $"{Else}a packed body that cannot be unpacked.{Tail}"),
        new("an encoding that nobody asked for", Bytes(Film, "video/mp4").With("Content-Encoding", "zstd"), SomethingElse, $"{Else}a body in the encoding 'zstd', which was not asked for.{Tail}"),
        new("a part as the whole", Bytes(Film, "video/mp4").With("Content-Range", $"bytes 0-{Film.Length - 1}/{Film.Length}"), SomethingElse,
            $"{Else}HTTP 200 with the range 'bytes 0-{Film.Length - 1}/{Film.Length}', which only a part of a file has.{Tail}"),
        new("a part that was not asked for", (Bytes(Film[..500], "video/mp4") with { Status = 206 }).With("Content-Range", $"bytes 0-499/{Film.Length}"), SomethingElse,
            $"{Else}HTTP 206 with the range 'bytes 0-499/{Film.Length}', although the whole was asked for.{Tail}"),
        new("a part without a range", Bytes(Film, "multipart/byteranges; boundary=x") with { Status = 206 }, SomethingElse, $"{Else}HTTP 206, although the whole was asked for.{Tail}"),
        new("a film as a page", Bytes(Film, "text/html"), SomethingElse, $"{Else}MP4 content, declared as text/html.{Tail}"),
        new("a picture for a film", Bytes(Png, "image/png"), SomethingElse, $"{Else}PNG content, declared as image/png.{Tail}"),
        new("a picture for a film, as video/mp4", Bytes(Png, "video/mp4"), SomethingElse, $"{Else}PNG content, declared as video/mp4.{Tail}"),
        new("a film for a picture", Bytes(Film, "video/mp4"), SomethingElse, $"{ElsePicture}MP4 content, declared as video/mp4.{Tail}") { Route = WanRoutes.Image },
        new("a GIF for a picture", Bytes([.. "GIF89a"u8, 1, 0, 1, 0, 0, 0, 0, 0x3B], "image/gif"), SomethingElse, $"{ElsePicture}GIF content, declared as image/gif.{Tail}") { Route = WanRoutes.Image },
        new("a film that ends 100 bytes early", Bytes(Film[..^100], "video/mp4"), NotWhole,
            $"{Cut}its part mdat ends at byte {Film.Length}, the file at byte {Film.Length - 100}.{Tail}"),
        new("a film whose index ends 100 bytes early", Bytes(LateIndex[..^100], "video/mp4"), NotWhole,
            $"{Cut}its part moov ends at byte {LateIndex.Length}, the file at byte {LateIndex.Length - 100}.{Tail}"),
        new("more bytes than announced", Bytes(Film, "video/mp4") with { StatedLength = Film.Length - 100 }, NotWhole,
            $"{Cut}its part mdat ends at byte {Film.Length}, the file at byte {Film.Length - 100}.{Tail}"),
        new("a film with a text behind it", Bytes([.. Film, .. "<!-- served by proxy 7 -->"u8], "video/mp4"), NotWhole,
            $"{Cut}26 bytes that are no part of a film stand at byte {Film.Length}.{Tail}"),
        new("a film with half a part behind it", Bytes([.. Film, 0, 0, 0], "video/mp4"), NotWhole, $"{Cut}3 bytes that are no part of a film stand at byte {Film.Length}.{Tail}"),
        new("a film without its index", Bytes([.. ResultFiles.Boxes(Film)["ftyp"], .. ResultFiles.Boxes(Film)["mdat"]], "video/mp4"), NotWhole, $"{Cut}it has no index (moov).{Tail}"),
        new("a film without its media", Bytes([.. ResultFiles.Boxes(Film)["ftyp"], .. ResultFiles.Boxes(Film)["moov"]], "video/mp4"), NotWhole, $"{Cut}it holds no media (mdat).{Tail}"),
        new("a PNG without its end", Bytes(Png[..^12], "image/png"), NotWhole, $"{CutPicture}the PNG ends at byte {Png.Length - 12} without its end chunk.{Tail}") { Route = WanRoutes.Image },
        new("a JPEG without its end", Bytes(Jpeg[..^2], "image/jpeg"), NotWhole, $"{CutPicture}the JPEG ends at byte {Jpeg.Length - 2} without its end marker.{Tail}") { Route = WanRoutes.Image },
        new("a WEBP shorter than it announces", Bytes(WebP[..^4], "image/webp"), NotWhole, $"{CutPicture}the WEBP announces {WebP.Length} bytes and has {WebP.Length - 4}.{Tail}") { Route = WanRoutes.Image },
        new("a page shorter than announced", Text(Page, "text/html") with { StatedLength = 5000 }, "Wan.Storage.DownloadInterrupted",
            $"The download broke off again and again: The response ended prematurely, with at least {5000 - Page.Length} additional bytes expected. (ResponseEnded).") { Requests = 6 },
        new("a wrong checksum", Bytes(Film, "video/mp4").With("x-oss-hash-crc64ecma", "12345"), "Wan.Storage.ChecksumMismatch",
            $"The result arrived twice with a wrong checksum: CRC-64 is {StorageCrc64Of(Film)}, the storage states 12345. Nothing was stored; the task itself is complete.") { Requests = 2 },
        new("neither length nor checksum", Bytes(Film, "video/mp4") with { StatedLength = -1 }, "Wan.Storage.LengthMismatch",
            "The result arrived twice with a wrong length: the server stated neither length nor checksum, so that a cut would go unseen. Nothing was stored; the task itself is complete.") { Requests = 2 },
    ];

    public static TheoryData<string> Names => [.. Table.Select(static row => row.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task A_wrong_answer_is_never_stored_and_the_result_is_fetched_once_the_host_is_right(string name)
    {
        var row = Table.Single(row => row.Name == name);
        var right = row.Route == WanRoutes.Image ? new StoredObject(Png) { MediaType = "image/png" } : new StoredObject(Film);
        var isWrong = true;
        await using var host = new LoopbackServer(request => isWrong ? row.Answer : right.Answer(request));
        await using var rig = await EngineRig.StartAsync();
        var finished = await rig.WaitAsync(await rig.StartAsync("fox"));
        var task = finished with { Route = row.Route, ResultUrls = [host.Url("/out/1?Signature=topsecret")], VideoUrl = null };

        var refused = await SaveTests.SaveAsync(rig, task);
        var (requests, left, state) = (host.Requests.Count, Left(rig), (await rig.KnownAsync(task)).State);
        isWrong = false;
        var later = await SaveTests.SaveAsync(rig, task);

        var error = Assert.Single(refused.Errors);
        Assert.Equal(row.ErrorId, error.ErrorId);
        Assert.True(row.Message == error.Message, $"It says: {error.Message}");
        Assert.Equal(WanBoundary.Storage, error.Boundary);
        Assert.Contains("Save-WanResult again", error.RecommendedAction, StringComparison.Ordinal);
        Assert.Empty(refused.Assets);
        Assert.Empty(left);
        Assert.Equal(WanTaskState.Completed, state);
        Assert.Equal(row.Requests, requests);
        Assert.Empty(later.Errors);
        Assert.Equal(right.Sha256, Assert.Single(later.Assets).Sha256);
        Assert.Equal(WanTaskState.Stored, (await rig.KnownAsync(task)).State);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public async Task A_wrong_answer_that_passes_costs_a_second_request_and_nothing_else(string name)
    {
        var row = Table.Single(row => row.Name == name);
        var right = row.Route == WanRoutes.Image ? new StoredObject(Png) { MediaType = "image/png" } : new StoredObject(Film);
        await using var host = new LoopbackServer(request => request.Number == 1 ? row.Answer : right.Answer(request));
        using var rig = new ResultRig();

        var stored = await rig.SaveAsync(rig.Plan(ResultRig.Task(host.Url("/out/1")) with { Route = row.Route }));

        Assert.Equal(right.Content, await File.ReadAllBytesAsync(stored.Path));
        Assert.Equal(2, host.Requests.Count);
        Assert.Equal([stored.Name, stored.Name + ".wan.json"], rig.Names);
    }

    private static string[] Left(EngineRig rig)
    {
        var folder = Path.Combine(rig.Folder, "out");
        return Directory.Exists(folder) ? Directory.GetFiles(folder) : [];
    }

    private static WireAnswer Text(string text, string? type = null) => Bytes(Encoding.UTF8.GetBytes(text), type);

    private static WireAnswer Bytes(byte[] bytes, string? type = null)
        => type is null ? new WireAnswer { Body = bytes } : new WireAnswer { Body = bytes }.With("Content-Type", type);

    private static byte[] Packed(byte[] content)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest))
        {
            gzip.Write(content);
        }

        return packed.ToArray();
    }

    private static string StorageCrc64Of(string text) => StorageCrc64Of(Encoding.UTF8.GetBytes(text));

    private static string StorageCrc64Of(byte[] bytes)
    {
        using var digest = new ContentDigest(TransportCheck.Crc64);
        digest.Append(bytes);
        return digest.Finish().Crc64!.Value.ToString(System.Globalization.CultureInfo.InvariantCulture);
    }
}
