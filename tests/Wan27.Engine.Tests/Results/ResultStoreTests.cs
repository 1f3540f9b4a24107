using System.Globalization;
using System.Text.Json;
using Wan27.Engine.Results;
using Wan27.Engine.Tests.Tasks;

namespace Wan27.Engine.Tests.Results;

public sealed class ResultStoreTests : IDisposable
{
    private static readonly StoredObject Clip = StoredObject.OfLength(600_000);

    private readonly ResultRig _rig = new();

    public void Dispose() => _rig.Dispose();

    [Fact]
    public async Task A_result_is_stored_with_its_sidecar_and_nothing_else()
    {
        await using var server = new LoopbackServer(Clip.Answer);
        var bytes = new RecordedProgress();
        var plan = _rig.Plan(ResultRig.Task(server.Url("/out/clip.mp4?Signature=secret")));

        var stored = await _rig.SaveAsync(plan, bytes);

        Assert.Equal(["fox.mp4", "fox.mp4.wan.json"], _rig.Names);
        Assert.Equal(Clip.Content, await File.ReadAllBytesAsync(stored.Path));
        Assert.Equal((Clip.Sha256, (long)Clip.Content.Length, "video/mp4", false), (stored.Sha256, stored.Length, stored.MediaType, stored.AlreadyStored));
        Assert.Equal(Clip.Content.Length, bytes.Last);
        var asset = plan.ToAsset(stored);
        Assert.Equal((stored.Path, "task-1", "fox", WanRegion.Singapore), (asset.Path, asset.TaskId, asset.JobKey, asset.Region));
        Assert.True(File.Exists(asset.SidecarPath));
    }

    [Fact]
    public async Task The_sidecar_tells_the_bundle_the_request_the_ids_the_usage_and_the_hash_but_no_signature()
    {
        await using var server = new LoopbackServer(Clip.Answer);
        var task = ResultRig.Task(server.Url("/out/clip.mp4?Signature=topsecret")) with
        {
            Request = new Dictionary<string, object?>
            {
                ["Duration"] = 5,
                ["Watermark"] = false,
                ["Media"] = new object[] { "https://bucket.example/x.png?OSSAccessKeyId=a&Signature=topsecret", "data:image/png;base64," + new string('A', 500) },
                ["Note"] = "Authorization: Bearer topsecret-token sk-topsecret123",
            },
        };

        var stored = await _rig.SaveAsync(_rig.Plan(task));

        var bytes = await File.ReadAllBytesAsync(stored.SidecarPath);
        Assert.NotEqual(0xEF, bytes[0]);
        using var json = JsonDocument.Parse(bytes);
        var root = json.RootElement;
        Assert.Equal(Sidecar.CurrentSchema, root.GetProperty("schema").GetInt32());
        Assert.Equal(Clip.Sha256, root.GetProperty("file").GetProperty("sha256").GetString());
        Assert.Equal("Singapore", root.GetProperty("bundle").GetProperty("region").GetString());
        Assert.Equal("variable DASHSCOPE_API_KEY", root.GetProperty("bundle").GetProperty("keySource").GetString());
        Assert.Equal("task-1", root.GetProperty("ids").GetProperty("taskId").GetString());
        Assert.Equal(5, root.GetProperty("usage").GetProperty("billedUnits").GetDouble());
        Assert.Equal(5, root.GetProperty("request").GetProperty("Duration").GetInt32());
        Assert.Equal("A fox runs", root.GetProperty("request").GetProperty("prompt").GetString());
        Assert.Equal(server.Url("/out/clip.mp4"), root.GetProperty("sourceUrl").GetString());
        Assert.Equal("https://bucket.example/x.png", root.GetProperty("request").GetProperty("Media")[0].GetString());
        Assert.NotEmpty(root.GetProperty("module").GetProperty("version").GetString()!);
        Assert.DoesNotContain("topsecret", System.Text.Encoding.UTF8.GetString(bytes), StringComparison.Ordinal);
        Assert.DoesNotContain("AAAAAAAAAA", System.Text.Encoding.UTF8.GetString(bytes), StringComparison.Ordinal);
    }

    [Fact]
    public async Task No_authorization_is_ever_sent_to_the_storage()
    {
        await using var server = new LoopbackServer(Clip.Answer);

        await _rig.SaveAsync(server.Url("/clip.mp4"));

        Assert.All(server.Requests, static request => Assert.DoesNotContain("Authorization", request.Headers.Keys));
    }

    [Fact]
    public async Task A_download_that_is_cut_goes_on_where_it_was_cut()
    {
        await using var server = new LoopbackServer(request => request.Number == 1 ? Clip.Cut(request, 300_000) : Clip.Answer(request));

        var stored = await _rig.SaveAsync(server.Url("/clip.mp4"));

        Assert.Equal(Clip.Sha256, stored.Sha256);
        Assert.All(server.Requests.Skip(1), static request => Assert.Equal("\"v1\"", request.IfRange));
        Assert.Equal(2, server.Requests.Count);
    }

    [Fact]
    public async Task A_connection_that_is_reset_is_a_fault_that_passes()
    {
        await using var server = new LoopbackServer(request => request.Number == 1 ? Clip.Cut(request, 300_000) with { Resets = true } : Clip.Answer(request));

        Assert.Equal(Clip.Sha256, (await _rig.SaveAsync(server.Url("/clip.mp4"))).Sha256);
    }

    [Fact]
    public async Task A_later_run_goes_on_from_the_part_of_an_earlier_one()
    {
        var broken = true;
        await using var server = new LoopbackServer(request
            => broken ? request.Number == 1 ? Clip.Cut(request, 300_000) : WireAnswer.Text(500) : Clip.Answer(request));

        var failed = await FailAsync(() => _rig.SaveAsync(server.Url("/clip.mp4?Signature=one")));
        var kept = new FileInfo(_rig.PathOf("fox.mp4.part")).Length;
        broken = false;
        _rig.StartAgain();
        var stored = await _rig.SaveAsync(server.Url("/clip.mp4?Signature=two"));

        Assert.Equal("Wan.Storage.DownloadInterrupted", failed.Error.ErrorId);
        Assert.Equal(_rig.Contract.Integer("retry.get.attempts.max"), server.Requests.Count - 1);
        Assert.Equal(300_000, kept);
        Assert.Equal(kept, server.Requests.Last().From);
        Assert.Equal(Clip.Sha256, stored.Sha256);
        Assert.Equal(["fox.mp4", "fox.mp4.wan.json"], _rig.Names);
    }

    [Fact]
    public async Task The_note_of_a_part_holds_no_signature()
    {
        await using var server = new LoopbackServer(request => request.Number == 1 ? Clip.Cut(request, 300_000) : WireAnswer.Text(500));

        await FailAsync(() => _rig.SaveAsync(server.Url("/clip.mp4?Signature=topsecret")));

        Assert.DoesNotContain("topsecret", await File.ReadAllTextAsync(_rig.PathOf("fox.mp4.part.json")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_changed_object_is_fetched_anew_instead_of_being_joined()
    {
        var changed = StoredObject.OfLength(500_000, seed: 2) with { ETag = "\"v2\"" };
        await using var server = new LoopbackServer(request => request.Number == 1 ? Clip.Cut(request, 300_000) : changed.Answer(request));

        var stored = await _rig.SaveAsync(server.Url("/clip.mp4"));

        Assert.Equal(changed.Content, await File.ReadAllBytesAsync(stored.Path));
        Assert.True(server.Requests.Last().From > 0);
    }

    [Fact]
    public async Task A_server_that_cannot_say_that_the_object_is_the_same_is_asked_for_the_whole()
    {
        var unmarked = Clip with { ETag = null };
        await using var server = new LoopbackServer(request => request.Number == 1 ? unmarked.Cut(request, 300_000) : unmarked.Answer(request));

        var stored = await _rig.SaveAsync(server.Url("/clip.mp4"));

        Assert.Equal(Clip.Sha256, stored.Sha256);
        Assert.All(server.Requests, static request => Assert.Null(request.Range));
    }

    [Fact]
    public async Task A_partial_answer_from_another_place_is_not_joined()
    {
        await using var server = new LoopbackServer(request => request switch
        {
            { Number: 1 } => Clip.Cut(request, 300_000),
            { Range: not null } => Clip.Answer(request).With("Content-Range", $"bytes 5-{Clip.Content.Length - 1}/{Clip.Content.Length}"),
            _ => Clip.Answer(request),
        });

        Assert.Equal(Clip.Sha256, (await _rig.SaveAsync(server.Url("/clip.mp4"))).Sha256);
        Assert.Null(server.Requests.Last().Range);
    }

    [Fact]
    public async Task A_range_that_is_refused_leads_to_the_whole()
    {
        await using var server = new LoopbackServer(request => request switch
        {
            { Number: 1 } => Clip.Cut(request, 300_000),
            { Range: not null } => WireAnswer.Text(416),
            _ => Clip.Answer(request),
        });

        Assert.Equal(Clip.Sha256, (await _rig.SaveAsync(server.Url("/clip.mp4"))).Sha256);
        Assert.Null(server.Requests.Last().Range);
    }

    [Fact]
    public async Task A_part_that_is_already_whole_is_confirmed_with_its_last_byte()
    {
        await using var server = new LoopbackServer(Clip.Answer);
        var url = server.Url("/clip.mp4");
        await using (var part = PartFile.Open(_rig.PathOf("fox.mp4")))
        {
            part.Begin(new PartState { UrlPath = "/clip.mp4", Validator = Clip.ETag, Length = Clip.Content.Length });
            await part.WriteAsync(Clip.Content, CancellationToken.None);
        }

        var stored = await _rig.SaveAsync(url);

        Assert.Equal(Clip.Sha256, stored.Sha256);
        Assert.Equal(Clip.Content.Length - 1, Assert.Single(server.Requests).From);
    }

    [Theory]
    [InlineData("x-oss-hash-crc64ecma", "12345")]
    [InlineData("Content-MD5", "AAAAAAAAAAAAAAAAAAAAAA==")]
    public async Task A_wrong_checksum_leads_to_one_fresh_try_and_then_to_an_error(string header, string value)
    {
        var clip = Clip with { SendsCrc64 = false };
        await using var server = new LoopbackServer(request => clip.Answer(request).With(header, value));

        var failed = await FailAsync(() => _rig.SaveAsync(server.Url("/clip.mp4")));

        Assert.Equal("Wan.Storage.ChecksumMismatch", failed.Error.ErrorId);
        Assert.Equal(2, server.Requests.Count);
        Assert.All(server.Requests, static request => Assert.Null(request.Range));
        Assert.Empty(_rig.Names);
    }

    [Fact]
    public async Task Beside_the_storages_own_checksum_no_MD5_is_computed()
    {
        await using var server = new LoopbackServer(request => Clip.Answer(request).With("Content-MD5", "AAAAAAAAAAAAAAAAAAAAAA=="));

        var stored = await _rig.SaveAsync(server.Url("/clip.mp4"));

        Assert.Equal(Clip.Sha256, stored.Sha256);
        Assert.Single(server.Requests);
    }

    [Fact]
    public async Task A_body_swapped_on_the_way_is_noticed_and_fetched_again()
    {
        var other = StoredObject.OfLength(Clip.Content.Length, seed: 9);
        await using var server = new LoopbackServer(request => Clip.Answer(request) with { Body = request.Number == 1 ? other.Content : Clip.Content });

        Assert.Equal(Clip.Sha256, (await _rig.SaveAsync(server.Url("/clip.mp4"))).Sha256);
        Assert.Equal(2, server.Requests.Count);
    }

    [Fact]
    public async Task A_resumed_tail_that_does_not_belong_is_noticed_and_fetched_again()
    {
        var other = StoredObject.OfLength(Clip.Content.Length, seed: 9);
        await using var server = new LoopbackServer(request => request switch
        {
            { Number: 1 } => Clip.Cut(request, 300_000),
            { Range: not null } => Clip.Answer(request) with { Body = other.Content.AsMemory(request.From) },
            _ => Clip.Answer(request),
        });

        Assert.Equal(Clip.Content, await File.ReadAllBytesAsync((await _rig.SaveAsync(server.Url("/clip.mp4"))).Path));
    }

    [Fact]
    public async Task A_partial_answer_shorter_than_its_range_is_a_wrong_length()
    {
        await using var server = new LoopbackServer(request => request.Range is null
            ? Clip.Cut(request, 300_000)
            : Clip.Answer(request) with { Body = Clip.Content.AsMemory(request.From, 10) });

        var failed = await FailAsync(() => _rig.SaveAsync(server.Url("/clip.mp4")));

        Assert.Equal("Wan.Storage.LengthMismatch", failed.Error.ErrorId);
    }

    [Fact]
    public async Task A_body_without_any_stated_length_or_checksum_is_not_trusted()
    {
        var plain = Clip with { SendsCrc64 = false };
        await using var server = new LoopbackServer(request => plain.Answer(request) with { StatedLength = -1 });

        Assert.Equal("Wan.Storage.LengthMismatch", (await FailAsync(() => _rig.SaveAsync(server.Url("/clip.mp4")))).Error.ErrorId);
    }

    [Theory]
    [InlineData(403, "")]
    [InlineData(404, "<Error><Code>NoSuchKey</Code></Error>")]
    [InlineData(400, "<Error><Message>Request has expired.</Message></Error>")]
    public async Task An_expired_url_is_replaced_by_a_fresh_one_once(int status, string body)
    {
        await using var server = new LoopbackServer(request => request.PathAndQuery.EndsWith("old", StringComparison.Ordinal) ? WireAnswer.Text(status, body) : Clip.Answer(request));
        var looks = 0;
        var plan = _rig.Plan(ResultRig.Task(server.Url("/clip.mp4?s=old")), refresh: _ =>
        {
            looks++;
            return Task.FromResult<IReadOnlyList<string>?>([server.Url("/clip.mp4?s=new")]);
        });

        Assert.Equal(Clip.Sha256, (await _rig.SaveAsync(plan)).Sha256);
        Assert.Equal(1, looks);
    }

    [Fact]
    public async Task A_refusal_that_says_nothing_of_expiry_is_no_proof_that_the_result_is_gone()
    {
        await using var server = new LoopbackServer(static _ => WireAnswer.Text(403, "<html>blocked by the proxy</html>"));
        var plan = _rig.Plan(ResultRig.Task(server.Url("/clip.mp4")), refresh: _ => Task.FromResult<IReadOnlyList<string>?>([server.Url("/clip.mp4")]));

        Assert.Equal("Wan.Storage.DownloadRefused", (await FailAsync(() => _rig.SaveAsync(plan))).Error.ErrorId);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_result_that_is_gone_is_expired(bool givesDeadUrl)
    {
        await using var server = new LoopbackServer(static _ => WireAnswer.Text(403, "<Error><Message>Request has expired.</Message></Error>"));
        var plan = _rig.Plan(
            ResultRig.Task(server.Url("/clip.mp4")),
            refresh: _ => Task.FromResult<IReadOnlyList<string>?>(givesDeadUrl ? [server.Url("/clip.mp4")] : null));

        var failed = await FailAsync(() => _rig.SaveAsync(plan));

        Assert.Equal("Wan.Storage.Expired", failed.Error.ErrorId);
        Assert.Equal(givesDeadUrl ? 2 : 1, server.Requests.Count);
        Assert.Empty(_rig.Names);
    }

    [Fact]
    public async Task A_refusal_for_good_is_not_repeated()
    {
        await using var server = new LoopbackServer(static _ => WireAnswer.Text(400, "Bad request"));

        Assert.Equal("Wan.Storage.DownloadRefused", (await FailAsync(() => _rig.SaveAsync(server.Url("/clip.mp4")))).Error.ErrorId);
        Assert.Single(server.Requests);
    }

    [Fact]
    public async Task Throttling_is_waited_out_as_long_as_the_server_asks()
    {
        await using var server = new LoopbackServer(request => request.Number == 1 ? WireAnswer.Text(429).With("Retry-After", "1") : Clip.Answer(request));
        var begun = TimeProvider.System.GetTimestamp();

        await _rig.SaveAsync(server.Url("/clip.mp4"));

        Assert.True(TimeProvider.System.GetElapsedTime(begun) >= TimeSpan.FromSeconds(0.99));
    }

    [Fact]
    public async Task Endless_throttling_ends_after_the_allowed_attempts()
    {
        await using var server = new LoopbackServer(static _ => WireAnswer.Text(429).With("Retry-After", "0"));

        Assert.Equal("Wan.Storage.Throttled", (await FailAsync(() => _rig.SaveAsync(server.Url("/clip.mp4")))).Error.ErrorId);
        Assert.Equal(_rig.Contract.Integer("retry.throttle.attempts.max"), server.Requests.Count);
    }

    [Fact]
    public async Task A_server_that_falls_silent_counts_as_a_fault()
    {
        using var rig = new ResultRig(new Dictionary<string, double> { ["http.query.timeout.seconds"] = 0.3 });
        await using var server = new LoopbackServer(request => request.Number == 1
            ? Clip.Answer(request) with { Body = Clip.Content.AsMemory(0, 300_000), StatedLength = Clip.Content.Length, Stalls = true }
            : Clip.Answer(request));

        Assert.Equal(Clip.Sha256, (await rig.SaveAsync(server.Url("/clip.mp4"))).Sha256);
        Assert.Equal(2, server.Requests.Count);
    }

    [Fact]
    public async Task Redirects_are_followed()
    {
        await using var server = new LoopbackServer(request => request.Path == "/clip.mp4" ? WireAnswer.Text(302).With("Location", "/moved/clip.mp4") : Clip.Answer(request));

        Assert.Equal(Clip.Sha256, (await _rig.SaveAsync(server.Url("/clip.mp4"))).Sha256);
    }

    [Theory]
    [InlineData("/clip.mp4", 6)]
    [InlineData("http://storage.example/clip.mp4?Signature=topsecret", 1)]
    [InlineData("ftp://storage.example/clip.mp4", 1)]
    public async Task A_redirect_without_end_or_away_from_https_is_refused(string location, int requests)
    {
        await using var server = new LoopbackServer(_ => WireAnswer.Text(307).With("Location", location));

        var failed = await FailAsync(() => _rig.SaveAsync(server.Url("/clip.mp4")));

        Assert.Equal("Wan.Storage.Redirect", failed.Error.ErrorId);
        Assert.Equal(requests, server.Requests.Count);
        Assert.DoesNotContain("topsecret", failed.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("http://storage.example/clip.mp4")]
    [InlineData("file:///etc/passwd")]
    [InlineData("clip.mp4")]
    public async Task Only_https_or_plain_http_on_loopback_is_read(string url)
        => Assert.Equal("Wan.Storage.InvalidUrl", (await FailAsync(() => _rig.SaveAsync(url))).Error.ErrorId);

    [Fact]
    public async Task The_content_decides_the_extension_and_the_media_type_whatever_server_and_path_say()
    {
        var movie = new StoredObject(ResultFiles.Movie());
        await using var server = new LoopbackServer(request => request.Path switch
        {
            "/a.mp4" => (movie with { MediaType = "video/mp4" }).Answer(request),
            "/b.webm" => (Clip with { MediaType = "video/quicktime" }).Answer(request),
            _ => (Clip with { MediaType = "application/octet-stream" }).Answer(request),
        });
        async Task<(string, string?)> SaveAsync(string path, string id)
        {
            var stored = await _rig.SaveAsync(_rig.Plan(ResultRig.Task(server.Url(path), id), "{TaskId}{Ext}"));
            return (stored.Name, stored.MediaType);
        }

        Assert.Equal(("a.mov", "video/quicktime"), await SaveAsync("/a.mp4", "a"));
        Assert.Equal(("b.mp4", "video/mp4"), await SaveAsync("/b.webm", "b"));
        Assert.Equal(("c.mp4", "video/mp4"), await SaveAsync("/c", "c"));
        Assert.Equal(("d.mp4", "video/mp4"), await SaveAsync("/d.png", "d"));
        Assert.DoesNotContain(_rig.Names, static name => name.Contains(".part", StringComparison.Ordinal));
        _rig.StartAgain();
        Assert.Equal(("a.mov", "video/quicktime"), await SaveAsync("/a.mp4", "a"));
        Assert.Equal(4, server.Requests.Count);
    }

    [Fact]
    public async Task Stopping_leaves_the_part_for_the_next_run()
    {
        using var stop = new CancellationTokenSource();
        await using var server = new LoopbackServer(request => request.Number == 1
            ? Clip.Answer(request) with { Body = Clip.Content.AsMemory(0, 300_000), StatedLength = Clip.Content.Length, Stalls = true }
            : Clip.Answer(request));
        var bytes = new RecordedProgress { On = position => { if (position == 300_000) { stop.Cancel(); } } };

        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => _rig.SaveAsync(_rig.Plan(ResultRig.Task(server.Url("/clip.mp4"))), bytes, stop.Token));
        _rig.StartAgain();
        await _rig.SaveAsync(server.Url("/clip.mp4"));

        Assert.Equal(300_000, server.Requests.Last().From);
    }

    [Fact]
    public async Task A_process_killed_in_the_middle_loses_nothing_that_had_arrived()
    {
        const int arrived = 300_000;
        await using var server = new LoopbackServer(request => request.Number == 1
            ? Clip.Answer(request) with { Body = Clip.Content.AsMemory(0, arrived), StatedLength = Clip.Content.Length, Stalls = true }
            : Clip.Answer(request));
        using (var child = new ChildProcess("save", _rig.Folder, server.Url("/clip.mp4")))
        {
            string? said;
            do
            {
                said = await child.ReadLineAsync();
                Assert.NotNull(said);
            }
            while (said != arrived.ToString(CultureInfo.InvariantCulture));

            Assert.False(File.Exists(_rig.PathOf("fox.mp4")));
            await child.KillAsync();
        }

        var stored = await _rig.SaveAsync(server.Url("/clip.mp4"));

        Assert.Equal(arrived, server.Requests.Last().From);
        Assert.Equal(Clip.Sha256, stored.Sha256);
        Assert.Equal(["fox.mp4", "fox.mp4.wan.json"], _rig.Names);
    }

    [Fact]
    public async Task A_picture_of_a_synchronous_call_is_stored_under_its_request_id()
    {
        var picture = new StoredObject(ResultFiles.Png()) { MediaType = "image/png" };
        await using var server = new LoopbackServer(picture.Answer);
        var result = new WanImageResult
        {
            ImageUrl = server.Url("/p.png?Signature=x"), Index = 2, Count = 3, RequestId = "req-9", Route = WanRoutes.Image, CreatedAt = DateTimeOffset.UnixEpoch,
        };
        var plan = new ResultPlanner(TimeProvider.System).For(result, new SaveOptions(_rig.Folder));

        var asset = plan.ToAsset(await _rig.SaveAsync(plan));

        Assert.Equal(("req-9-2.png", 2, "req-9"), (asset.Name, asset.Index, asset.RequestId));
    }

    private static Task<WanException> FailAsync(Func<Task> save) => Assert.ThrowsAsync<WanException>(save);
}
