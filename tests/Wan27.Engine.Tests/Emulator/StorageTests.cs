using System.Globalization;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Wan27.Emulator.Media;

namespace Wan27.Engine.Tests.Emulator;

public sealed class StorageTests
{
    private static readonly byte[] Picture = PngPicture.Encode(640, 360, "storage", []);

    [Fact]
    public void The_checksum_is_crc64_xz()
        => Assert.Equal(0x995DC9BBDF1939FAul, MediaFile.InMemory("text/plain", "123456789"u8.ToArray()).Crc);

    [Fact]
    public async Task A_result_comes_with_length_checksums_and_validators_for_get_and_head()
    {
        await using var service = await EmulatedService.StartAsync();
        var url = await service.ClipUrlAsync();

        var got = await service.DownloadAsync(url);
        var head = await service.SendAsync(HttpMethod.Head, url, key: null);

        Assert.Equal(Convert.ToBase64String(Md5(got.Body)), got.Headers["Content-MD5"]);
        Assert.Equal(MediaFile.InMemory("video/mp4", got.Body).Crc.ToString(CultureInfo.InvariantCulture), got.Headers["x-oss-hash-crc64ecma"]);
        Assert.Equal("bytes", got.Headers["Accept-Ranges"]);
        Assert.Equal("video/mp4", got.Headers["Content-Type"]);
        Assert.Empty(head.Body);
        Assert.All(new[] { "Content-Length", "ETag", "Last-Modified", "x-oss-hash-crc64ecma" }, name => Assert.Equal(got.Headers[name], head.Headers[name]));
    }

    [Theory]
    [InlineData("bytes=0-9", 206, 0, 10)]
    [InlineData("bytes=10-", 206, 10, -1)]
    [InlineData("bytes=-5", 206, -5, 5)]
    [InlineData("bytes=0-1,5-6", 200, 0, -1)]
    [InlineData("bytes=9-3", 200, 0, -1)]
    [InlineData("bytes=99999999-", 416, 0, 0)]
    public async Task A_range_gives_that_part_of_the_file(string range, int status, int start, int length)
    {
        await using var service = await EmulatedService.StartAsync();
        var url = await service.ClipUrlAsync();
        var whole = (await service.DownloadAsync(url)).Body;

        var part = await service.DownloadAsync(url, request => request.Headers.TryAddWithoutValidation("Range", range));

        Assert.Equal(status, part.Status);
        if (status == 416)
        {
            Assert.Contains("<Code>InvalidRange</Code>", part.Text, StringComparison.Ordinal);
            return;
        }

        var from = start < 0 ? whole.Length + start : start;
        var count = length < 0 ? whole.Length - from : length;
        Assert.Equal(whole.Skip(from).Take(count), part.Body);
        Assert.Equal(status == 206, part.Headers.TryGetValue("Content-Range", out var text) && text == $"bytes {from}-{from + count - 1}/{whole.Length}");
    }

    [Fact]
    public async Task If_range_gives_the_part_only_of_the_same_file()
    {
        await using var service = await EmulatedService.StartAsync();
        var url = await service.ClipUrlAsync();
        var whole = await service.DownloadAsync(url);

        Assert.Equal(206, (await PartAsync(new RangeConditionHeaderValue(new EntityTagHeaderValue(whole.Headers["ETag"])))).Status);
        Assert.Equal(206, (await PartAsync(new RangeConditionHeaderValue(DateTimeOffset.Parse(whole.Headers["Last-Modified"], System.Globalization.CultureInfo.InvariantCulture)))).Status);
        Assert.Equal(whole.Body, (await PartAsync(new RangeConditionHeaderValue(new EntityTagHeaderValue("\"other\"")))).Body);

        Task<Reply> PartAsync(RangeConditionHeaderValue condition)
            => service.DownloadAsync(url, request =>
            {
                request.Headers.Range = new RangeHeaderValue(5, null);
                request.Headers.IfRange = condition;
            });
    }

    [Fact]
    public async Task A_result_url_dies_after_its_day_and_a_changed_one_never_lived()
    {
        await using var service = await EmulatedService.StartAsync();
        var url = await service.ClipUrlAsync();

        var forged = await service.DownloadAsync(url.Replace("Signature=", "Signature=A", StringComparison.Ordinal));
        var unsigned = await service.DownloadAsync(url[..url.IndexOf('?', StringComparison.Ordinal)]);
        service.Clock.Advance(TimeSpan.FromHours(24) + TimeSpan.FromSeconds(1));
        var late = await service.DownloadAsync(url);

        Assert.Contains("<Code>SignatureDoesNotMatch</Code>", forged.Text, StringComparison.Ordinal);
        Assert.Equal(403, unsigned.Status);
        Assert.Equal(403, late.Status);
        Assert.Contains("<Code>AccessDenied</Code>", late.Text, StringComparison.Ordinal);
        Assert.DoesNotContain(service.Server.Log.Entries, entry => entry.Query.Contains(url[(url.IndexOf("Signature=", StringComparison.Ordinal) + 10)..], StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_key_sent_to_the_storage_is_refused()
    {
        await using var service = await EmulatedService.StartAsync();
        var url = await service.ClipUrlAsync();

        Assert.Equal(400, (await service.SendAsync(HttpMethod.Get, url)).Status);
    }

    [Fact]
    public async Task An_uploaded_file_is_taken_by_the_same_account_and_model_with_the_resolve_header_for_two_days()
    {
        await using var service = await EmulatedService.StartAsync();
        var url = await service.UploadedAsync(Picture);
        var body = Requests.ImageToVideo($$"""[{"type": "first_frame", "url": "{{url}}"}]""");
        var snapshot = Requests.ImageToVideo($$"""[{"type": "first_frame", "url": "{{url}}"}]""", model: "wan2.7-i2v-2026-04-25");

        Assert.Equal(200, (await service.PostAsync(EmulatedService.Video, body, async: true, resolve: true)).Status);
        await RefusedAsync(body, resolve: false);
        await RefusedAsync(snapshot, resolve: true);
        await RefusedAsync(body, resolve: true, key: "sk-someone-else");
        await RefusedAsync(Requests.ImageToVideo("""[{"type": "first_frame", "url": "oss://never/uploaded.png"}]"""), resolve: true);
        service.Clock.Advance(TimeSpan.FromHours(48));
        await RefusedAsync(body, resolve: true);

        async Task RefusedAsync(JsonNode request, bool resolve, string key = "")
        {
            var reply = await service.PostAsync(EmulatedService.Video, request, async: true, resolve, key);
            Assert.Equal((400, "InvalidParameter.DataInspection"), (reply.Status, reply.Code));
        }
    }

    [Fact]
    public async Task A_large_upload_arrives_whole()
    {
        await using var service = await EmulatedService.StartAsync();
        var video = Padding.Mp4(MosaicVideo.Encode(640, 480, 90, tint: 0), 5_000_000);

        var url = await service.UploadedAsync(video, "in.mp4", "wan2.7-videoedit");
        var id = await service.SubmitAsync(EmulatedService.Video, Requests.VideoEdit($$"""[{"type": "video", "url": "{{url}}"}]"""), resolve: true);
        service.Clock.Advance(TimeSpan.FromSeconds(10));

        Assert.Equal(6, (await service.TaskAsync(id)).Json["usage"]!["duration"]!.GetValue<double>());
    }

    [Fact]
    public async Task The_file_must_be_last_and_every_field_before_it()
    {
        await using var service = await EmulatedService.StartAsync();
        var policy = await service.PolicyAsync();

        var after = await service.UploadAsync(policy, Picture, after: static form => form.Add(new StringContent("x"), "late"));
        var missing = await service.UploadAsync(policy, Picture, change: static fields => fields.Remove("policy"));
        var elsewhere = await service.UploadAsync(policy, Picture, change: static fields => fields["key"] = "elsewhere/in.png");
        var forged = await service.UploadAsync(policy, Picture, change: static fields => fields["Signature"] = "x");

        Assert.Equal([400, 400, 403, 403], new[] { after, missing, elsewhere, forged }.Select(static reply => reply.Status));
        Assert.All(new[] { after, missing, elsewhere, forged }, static reply => Assert.Contains("<Error>", reply.Text, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Success_is_200_when_asked_for_and_204_otherwise_and_a_name_is_taken_once()
    {
        await using var service = await EmulatedService.StartAsync();
        var policy = await service.PolicyAsync();

        var asked = await service.UploadAsync(policy, Picture, "a.png");
        var plain = await service.UploadAsync(policy, Picture, "b.png", change: static fields => fields.Remove("success_action_status"));
        var twice = await service.UploadAsync(policy, Picture, "a.png");

        Assert.Equal((200, 0, 204), (asked.Status, asked.Body.Length, plain.Status));
        Assert.Equal(409, twice.Status);
    }

    [Fact]
    public async Task A_policy_expires()
    {
        await using var service = await EmulatedService.StartAsync();
        var policy = await service.PolicyAsync();
        service.Clock.Advance(TimeSpan.FromSeconds(policy["expire_in_seconds"]!.GetValue<int>()));

        var reply = await service.UploadAsync(policy, Picture);

        Assert.Equal(403, reply.Status);
        Assert.Contains("Invalid according to Policy: Policy expired.", reply.Text, StringComparison.Ordinal);
    }

    private static byte[] Md5(byte[] bytes)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.MD5);
        hash.AppendData(bytes);
        return hash.GetHashAndReset();
    }
}
