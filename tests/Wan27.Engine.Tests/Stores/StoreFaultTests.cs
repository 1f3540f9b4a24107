using Wan27.Engine.Stores;
using Wan27.Engine.Tests.Results;

namespace Wan27.Engine.Tests.Stores;

/// <summary>What can be wrong with a store, its keys and the way to it: one error each, which names the store and says what to do.</summary>
[Collection(SwiftTests.Name)]
public sealed class StoreFaultTests(SwiftServer server)
{
    [SwiftFact]
    public async Task Keys_that_the_server_does_not_know()
    {
        using var rig = await StoreRig.StartAsync(server);
        using var store = rig.Open(rig.Entry, (server.AccessKey, "wrong"));

        var refused = await FailsAsync(() => store.LookAsync("fox.mp4", default));

        Assert.Equal("Wan.Storage.StoreKeyRefused", refused.ErrorId);
        Assert.Equal($"Store 'media' (bucket {rig.Bucket} at {rig.Url[7..]}) does not accept the keys from variable ACCESS and variable SECRET.", refused.Message);
        Assert.Equal(("SignatureDoesNotMatch", 403), (refused.Code, refused.HttpStatus));
        Assert.NotNull(refused.RequestId);
    }

    [SwiftFact]
    public async Task A_region_that_is_not_the_buckets_is_answered_with_the_right_one()
    {
        using var rig = await StoreRig.StartAsync(server);
        using var store = rig.Open(rig.Entry with { Region = "eu-west-1" });

        var refused = await FailsAsync(() => store.LookAsync("fox.mp4", default));

        Assert.Equal("Wan.Storage.StoreRegionWrong", refused.ErrorId);
        Assert.EndsWith("is in region us-east-1; requests were signed for eu-west-1.", refused.Message, StringComparison.Ordinal);
        Assert.Equal("Run: Set-WanStore media -Region us-east-1", refused.RecommendedAction);
    }

    [SwiftFact]
    public async Task A_bucket_that_is_not_there()
    {
        using var rig = await StoreRig.StartAsync(server);
        using var store = rig.Open(rig.Entry with { Bucket = "nowhere" });

        var refused = await FailsAsync(() => store.LookAsync("fox.mp4", default));

        Assert.Equal("Wan.Storage.StoreBucketMissing", refused.ErrorId);
        Assert.Equal($"Store 'media' (bucket nowhere at {rig.Url[7..]}): there is no such bucket.", refused.Message);
    }

    [SwiftFact]
    public async Task No_right_to_write()
    {
        using var rig = await StoreRig.StartAsync(server);
        using var store = rig.Open(rig.Entry with { Bucket = SwiftServer.LimitedBucket }, SwiftServer.Reader);

        Assert.Null(await store.LookAsync("fox.mp4", default));
        var refused = await FailsAsync(() => rig.PutAsync("fox.mp4", new byte[10], store: store));
        var inParts = await FailsAsync(() => rig.PutAsync("fox.mp4", new byte[StoreSuite.LargeLength], store: store));

        Assert.Equal("Wan.Storage.StoreWriteDenied", refused.ErrorId);
        Assert.Equal(refused.Message, inParts.Message);
        Assert.Equal("Grant s3:PutObject and s3:AbortMultipartUpload, for the store's prefix at least.", refused.RecommendedAction);
    }

    [SwiftFact]
    public async Task No_right_to_read_back()
    {
        using var rig = await StoreRig.StartAsync(server);
        using var store = rig.Open(rig.Entry with { Bucket = SwiftServer.LimitedBucket }, SwiftServer.Writer);

        var refused = await FailsAsync(() => store.LookAsync("fox.mp4", default));

        Assert.Equal("Wan.Storage.StoreReadDenied", refused.ErrorId);
        Assert.EndsWith("may not read 'fox.mp4'; many servers say so of an object that is absent, too.", refused.Message, StringComparison.Ordinal);
    }

    [SwiftFact]
    public async Task An_object_that_is_not_there_cannot_be_read()
    {
        using var rig = await StoreRig.StartAsync(server);

        var refused = await FailsAsync(() => rig.Store.ReadStartAsync("fox.mp4", 10, default));

        Assert.Equal("Wan.Storage.StoreObjectMissing", refused.ErrorId);
        Assert.Equal($"Store 'media' has no object 's3://{rig.Bucket}/fox.mp4'.", refused.Message);
    }

    [Fact]
    public async Task A_clock_that_is_too_far_off()
    {
        await using var wire = new LoopbackServer(static _ => Xml(403, "RequestTimeTooSkewed", "<ServerTime>2026-11-25T00:00:00Z</ServerTime>"));
        using var rig = WiredStore.Of(wire);

        var refused = await FailsAsync(() => rig.Store.ReadStartAsync("fox.mp4", 10, default));

        Assert.Equal("Wan.Storage.StoreClockSkewed", refused.ErrorId);
        Assert.EndsWith("refused a request because this machine's clock is too far off.", refused.Message, StringComparison.Ordinal);
        Assert.Equal(WanRetry.Once, refused.Retry);
    }

    [Theory]
    [InlineData(403, "ExpiredToken", "Wan.Storage.StoreTokenExpired")]
    [InlineData(503, "SlowDown", "Wan.Storage.StoreThrottled")]
    [InlineData(500, "InternalError", "Wan.Storage.StoreFailed")]
    [InlineData(507, "Whatever", "Wan.Storage.StoreFull")]
    [InlineData(400, "KeyTooLongError", "Wan.Storage.ObjectNameRefused")]
    [InlineData(400, "EntityTooLarge", "Wan.Storage.StoreTooLarge")]
    [InlineData(400, "SomethingNew", "Wan.Storage.StoreRefused")]
    public async Task What_a_server_answers_has_an_error_of_its_own(int status, string code, string id)
    {
        await using var wire = new LoopbackServer(_ => Xml(status, code));
        using var rig = WiredStore.Of(wire);

        var refused = await FailsAsync(() => rig.Store.PutTextAsync("fox.mp4", [1], "text/plain", new ObjectMark(), overwrites: true, default));

        Assert.Equal((id, WanBoundary.Storage, code, status), (refused.ErrorId, refused.Boundary, refused.Code, refused.HttpStatus!.Value));
        Assert.Contains("tore 'media'", refused.Message, StringComparison.Ordinal);
        Assert.NotNull(refused.RecommendedAction);
    }

    [Fact]
    public async Task A_redirect_to_another_region_names_it()
    {
        await using var wire = new LoopbackServer(static _ => Xml(301, "PermanentRedirect").With("x-amz-bucket-region", "eu-central-1"));
        using var rig = WiredStore.Of(wire);

        var refused = await FailsAsync(() => rig.Store.ReadStartAsync("fox.mp4", 10, default));

        Assert.Equal("Wan.Storage.StoreRegionWrong", refused.ErrorId);
        Assert.Equal("Run: Set-WanStore media -Region eu-central-1", refused.RecommendedAction);
    }

    [SwiftFact]
    public async Task A_connection_that_is_cut_in_the_third_of_five_parts_costs_that_part_alone()
    {
        using var rig = await StoreRig.StartAsync(server);
        await using var relay = new CuttingRelay(rig.Url, "partNumber=3", cuts: 1);
        using var store = rig.Open(rig.Entry with { Endpoint = relay.Url });
        var content = ResultFiles.Film(38_000_000);

        Assert.Equal(PutEnd.Written, await rig.PutAsync("fox.mp4", content, store: store));

        Assert.Equal(1, relay.Cuts);
        Assert.Equal(content, await rig.ReadAsync("fox.mp4"));
    }

    [SwiftFact]
    public async Task A_connection_that_is_cut_in_the_third_of_five_parts_every_time_leaves_nothing()
    {
        using var rig = await StoreRig.StartAsync(server);
        await using var relay = new CuttingRelay(rig.Url, "partNumber=3", cuts: 100);
        using var store = rig.Open(rig.Entry with { Endpoint = relay.Url });

        var refused = await FailsAsync(() => rig.PutAsync("fox.mp4", new byte[38_000_000], store: store));

        Assert.Equal("Wan.Storage.StoreInterrupted", refused.ErrorId);
        Assert.StartsWith($"Store 'media' at {relay.Url[7..]}: the connection broke off again and again (", refused.Message, StringComparison.Ordinal);
        Assert.EndsWith("while 'fox.mp4' was to be written.", refused.Message, StringComparison.Ordinal);
        Assert.Equal(WanRetry.Safe, refused.Retry);
        Assert.Empty(await rig.OpenUploadsAsync());
        Assert.Empty(await rig.KeysAsync());
    }

    [Fact]
    public async Task A_redirect_is_not_followed_and_nothing_signed_goes_to_another_host()
    {
        await using var elsewhere = new LoopbackServer(static _ => Xml(200, "Taken"));
        await using var wire = new LoopbackServer(_ => Xml(307, "TemporaryRedirect").With("Location", elsewhere.Url("/films/fox.mp4")));
        using var rig = WiredStore.Of(wire);

        await FailsAsync(() => rig.Store.ReadStartAsync("fox.mp4", 10, default));
        await FailsAsync(() => rig.Store.PutTextAsync("fox.mp4", [1], "text/plain", new ObjectMark(), overwrites: true, default));

        Assert.NotEmpty(wire.Requests);
        Assert.Empty(elsewhere.Requests);
    }

    [Fact]
    public async Task A_server_that_is_not_there()
    {
        var wire = new LoopbackServer(static _ => Xml(200, "Gone"));
        using var rig = WiredStore.Of(wire);
        await wire.DisposeAsync();

        var refused = await FailsAsync(() => rig.Store.LookAsync("fox.mp4", default));

        Assert.Equal("Wan.Storage.StoreUnreachable", refused.ErrorId);
        Assert.StartsWith("Store 'media' at 127.0.0.1:", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Another_tag_than_that_of_the_bytes_that_were_sent_is_told()
    {
        await using var wire = new LoopbackServer(static _ => new WireAnswer { Body = Array.Empty<byte>() }.With("ETag", "\"00000000000000000000000000000000\""));
        using var rig = WiredStore.Of(wire);

        var refused = await FailsAsync(() => rig.Store.PutTextAsync("fox.mp4", [1], "text/plain", new ObjectMark(), overwrites: true, default));

        Assert.Equal("Wan.Storage.StoreMismatch", refused.ErrorId);
        Assert.Equal(
            "Store 'media' did not get 's3://films/fox.mp4' as it was sent: its entity tag is 00000000000000000000000000000000, the MD5 of what was sent is 55a54008ad1ba589aa210d2629c1df41.", refused.Message);
    }

    [Theory]
    [InlineData(100L, 8_388_608L)]
    [InlineData(8_388_608_000L, 8_388_608L)]
    [InlineData(16_777_216_001L, 16_777_217L)]
    public void Parts_grow_so_that_a_thousand_suffice(long length, long size) => Assert.Equal(size, PartUpload.SizeFor(length, 8_388_608, 1000));

    [Fact]
    public void Bodies_travel_as_the_preset_says()
    {
        using var http = new HttpMessageInvoker(new SocketsHttpHandler());
        var config = new Func<string, string, Amazon.S3.AmazonS3Config>((preset, endpoint) => ObjectStore.ConfigOf(StorePlace.Of(new StoreEntry { Name = "media", Preset = preset, Bucket = "films", Endpoint = endpoint }), http, TimeProvider.System));

        var oss = config("OSS", "https://s3.oss-ap-southeast-1.aliyuncs.com");
        var aws = config("AWS", "https://s3.eu-central-1.amazonaws.com");

        Assert.Equal((Amazon.Runtime.RequestChecksumCalculation.WHEN_REQUIRED, Amazon.Runtime.ResponseChecksumValidation.WHEN_REQUIRED, false), (oss.RequestChecksumCalculation, oss.ResponseChecksumValidation, oss.ForcePathStyle));
        Assert.Equal(Amazon.Runtime.RequestChecksumCalculation.WHEN_SUPPORTED, aws.RequestChecksumCalculation);
        Assert.True(config("MinIO", "https://minio.example.com").ForcePathStyle);
    }

    [Fact]
    public void Every_entry_of_the_data_has_a_source()
    {
        var data = StoreData.Current.File;
        Assert.All(data.Presets.Select(static preset => preset.Source).Concat(data.Limits.Select(static limit => limit.Source)), source => Assert.Contains(source, data.Sources.Keys));
        Assert.All(data.Sources.Values, static source => Assert.NotEmpty(source.Date));
        Assert.All(data.Limits.Where(static limit => limit.Source == "wan27" && limit.Name != "retries"), static limit => Assert.NotNull(limit.Note));
    }

    private static WireAnswer Xml(int status, string code, string more = "")
        => WireAnswer.Text(status, $"<?xml version=\"1.0\"?><Error><Code>{code}</Code><Message>said</Message>{more}<RequestId>r-1</RequestId></Error>").With("Content-Type", "application/xml");

    private static async Task<WanError> FailsAsync(Func<Task> work) => (await Assert.ThrowsAsync<WanException>(work)).Error;
}
