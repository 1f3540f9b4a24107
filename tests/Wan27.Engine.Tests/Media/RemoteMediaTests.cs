using Wan27.Engine.Contract;
using Wan27.Engine.Media;
using Wan27.Engine.Routes.Image;
using Wan27.Engine.Routes.VideoEdit;

namespace Wan27.Engine.Tests.Media;

public sealed class RemoteMediaTests
{
    private static readonly ContractView View = new(ContractData.Current);

    [Theory]
    [InlineData("https://example.com/clip.mp4", WanCheckStatus.Passed)]
    [InlineData("https://example.com/clip.MOV?Expires=1&Signature=abc.webm", WanCheckStatus.Passed)]
    [InlineData("oss://dashscope-instant/a/b.mp4", WanCheckStatus.Passed)]
    [InlineData("https://example.com/clip.webm", WanCheckStatus.Failed)]
    [InlineData("https://example.com/clip", WanCheckStatus.Warning)]
    [InlineData("https://example.com", WanCheckStatus.Warning)]
    [InlineData("https://example.com/clip.php?file=a.mp4", WanCheckStatus.Warning)]
    public void An_address_is_judged_by_the_extension_of_its_path(string url, WanCheckStatus status)
        => Assert.Equal(status, RemoteMedia.CheckAddress(VideoEditRoute.Video, "Video", url, View).First().Status);

    [Fact]
    public void No_message_shows_the_query_of_an_address()
        => Assert.All(
            RemoteMedia.CheckAddress(VideoEditRoute.Video, "Video", "https://example.com/clip?Signature=sesame", View),
            static check => Assert.DoesNotContain("sesame", $"{check.Message}{check.Actual}{check.Fix}", StringComparison.Ordinal));

    [Fact]
    public async Task The_head_of_a_remote_picture_answers_its_rules()
    {
        await using var server = new RangeServer(HandMade.Png(6, false, 100, 100), 50_000_000, "range");
        using var http = new HttpClient();

        var checks = await RemoteMedia.CheckHeadAsync(ImageRoute.Input, "Image", $"{server.Url}/a.png", http, View, CancellationToken.None);

        Assert.Equal(WanCheckStatus.Failed, Status(checks, "image.input.alpha"));
        Assert.Equal(WanCheckStatus.Failed, Status(checks, "image.input.side.min"));
        Assert.Equal(WanCheckStatus.Failed, Status(checks, "image.input.bytes.max"));
        Assert.Equal(RemoteMedia.HeadLength, server.Sent);
    }

    [Theory]
    [InlineData("ignore", true)]
    [InlineData("stream", false)]
    public async Task A_server_that_ignores_ranges_is_cut_off(string mode, bool tellsLength)
    {
        const long Length = 200_000_000;
        await using var server = new RangeServer(HandMade.Mp4(new Film(14)), Length, mode);
        using var http = new HttpClient();

        var checks = await RemoteMedia.CheckHeadAsync(VideoEditRoute.Video, "Video", $"{server.Url}/a.mp4", http, View, CancellationToken.None);

        Assert.Equal(WanCheckStatus.Failed, Status(checks, "videoedit.video.seconds.max"));
        Assert.Equal(tellsLength ? WanCheckStatus.Failed : WanCheckStatus.Skipped, Status(checks, "videoedit.video.bytes.max"));
        Assert.DoesNotContain(checks, static check => check.Rule == "videoedit.video.readable" && check.Status == WanCheckStatus.Failed);
        Assert.InRange(server.Sent, RemoteMedia.HeadLength, Length / 2);
    }

    [Fact]
    public async Task An_index_behind_the_head_is_unknown_not_missing()
    {
        var head = HandMade.Join(HandMade.Ftyp(), HandMade.Big(50_000_000u), "mdat"u8.ToArray());
        await using var server = new RangeServer(head, 60_000_000, "range");
        using var http = new HttpClient();

        var checks = await RemoteMedia.CheckHeadAsync(VideoEditRoute.Video, "Video", $"{server.Url}/a.mp4", http, View, CancellationToken.None);

        Assert.DoesNotContain(checks, static check => check.Status == WanCheckStatus.Failed);
        Assert.Equal(WanCheckStatus.Skipped, Status(checks, "videoedit.video.seconds.max"));
    }

    [Fact]
    public async Task A_small_remote_file_is_read_whole()
    {
        var wave = HandMade.Wave(1);
        await using var server = new RangeServer(wave, wave.Length, "range");
        using var http = new HttpClient();

        var (facts, _) = await RemoteMedia.ReadHeadAsync($"{server.Url}/a.wav", http, CancellationToken.None);

        Assert.Equal((1.0, false), (facts!.Duration!.Value.TotalSeconds, facts.IsPartial));
        Assert.Empty(facts.Problems);
    }

    [Fact]
    public async Task What_cannot_be_fetched_is_a_warning_beside_the_address_rule()
    {
        await using var server = new RangeServer([], 0, "gone");
        using var http = new HttpClient();

        var checks = await RemoteMedia.CheckHeadAsync(VideoEditRoute.Video, "Video", $"{server.Url}/a.mp4", http, View, CancellationToken.None);

        Assert.Equal(WanCheckStatus.Passed, Status(checks, "videoedit.video.formats"));
        Assert.Equal(WanCheckStatus.Warning, Status(checks, "videoedit.video.remote"));
        Assert.Contains(checks, static check => check.Actual == "HTTP 404");
    }

    [Fact]
    public async Task An_upload_address_is_never_fetched()
    {
        using var http = new HttpClient();

        var checks = await RemoteMedia.CheckHeadAsync(VideoEditRoute.Video, "Video", "oss://bucket/a.mp4", http, View, CancellationToken.None);

        Assert.Equal(WanCheckStatus.Skipped, Status(checks, "videoedit.video.remote"));
    }

    private static WanCheckStatus Status(IEnumerable<WanCheck> checks, string rule) => checks.Single(check => check.Rule == rule).Status;
}
