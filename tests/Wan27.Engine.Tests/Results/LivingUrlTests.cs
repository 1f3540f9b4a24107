using System.Globalization;
using Microsoft.Extensions.Time.Testing;

namespace Wan27.Engine.Tests.Results;

/// <summary>What is tried again while a result's URL lives, and how long a host may keep a download waiting.</summary>
public sealed class LivingUrlTests : IDisposable
{
    private static readonly DateTimeOffset Now = new(2026, 11, 25, 9, 0, 0, TimeSpan.Zero);
    private static readonly StoredObject Film = StoredObject.OfLength(5000);

    private readonly FakeTimeProvider _time = new(Now);
    private readonly RecordedProgress _watch = new();
    private readonly ResultRig _rig;

    // The clock runs by minutes here: a limit on silence would take that for one.
    public LivingUrlTests() => _rig = new ResultRig(new Dictionary<string, double> { ["http.query.timeout.seconds"] = 1_000_000 }, _time);

    public void Dispose() => _rig.Dispose();

    [Theory]
    [InlineData(429, 24 * 60, "3600", 600, "the result host asks for a pause of 3600 s (HTTP 429), of which 600 s are kept so that its URL stays good; next try at 09:10:00")]
    [InlineData(503, 24 * 60, "3600", 600, "the result host asks for a pause of 3600 s (HTTP 503), of which 600 s are kept so that its URL stays good; next try at 09:10:00")]
    [InlineData(429, 20, "3600", 300, "the result host asks for a pause of 3600 s (HTTP 429), of which 300 s are kept so that its URL stays good; next try at 09:05:00")]
    [InlineData(429, 24 * 60, "45", 45, "the result host asks for a pause of 45 s (HTTP 429); next try at 09:00:45")]
    [InlineData(503, 24 * 60, "Wed, 25 Nov 2026 09:02:00 GMT", 120, "the result host asks for a pause of 120 s (HTTP 503); next try at 09:02:00")]
    public async Task A_pause_that_the_host_asks_for_is_kept_with_a_word_and_within_the_urls_life(int status, int minutesLeft, string asked, int seconds, string word)
    {
        await using var server = new LoopbackServer(request => request.Number == 1 ? WireAnswer.Text(status).With("Retry-After", asked) : Film.Answer(request));

        await DriveAsync(SaveAsync(server, minutesLeft), server);

        Assert.Equal([word], _watch.Waits);
        Assert.InRange(_time.GetUtcNow() - Now, TimeSpan.FromSeconds(seconds), TimeSpan.FromSeconds(seconds + 60));
        Assert.Equal(2, server.Requests.Count);
    }

    [Fact]
    public async Task A_host_that_asks_for_pauses_for_ever_is_asked_for_the_last_time_while_the_url_lives()
    {
        var asked = new List<DateTimeOffset>();
        await using var server = new LoopbackServer(_ =>
        {
            asked.Add(_time.GetUtcNow());
            return WireAnswer.Text(429).With("Retry-After", "86400");
        });

        var failed = await Assert.ThrowsAsync<WanException>(() => DriveAsync(SaveAsync(server, minutesLeft: 60), server));

        Assert.Equal("Wan.Storage.Throttled", failed.Error.ErrorId);
        Assert.Equal("The storage kept asking to come back later (HTTP 429).", failed.Message);
        Assert.Equal(8, asked.Count);
        Assert.All(asked, static moment => Assert.True(moment < Now.AddHours(1), moment.ToString("T", CultureInfo.InvariantCulture)));
    }

    [Theory]
    [InlineData(404)]
    [InlineData(410)]
    public async Task A_host_that_does_not_have_a_fresh_result_yet_is_asked_again(int status)
    {
        await using var server = new LoopbackServer(request => request.Number <= 3 ? WireAnswer.Text(status, "<Error><Code>NoSuchKey</Code></Error>") : Film.Answer(request));

        var stored = await DriveAsync(SaveAsync(server, 60, refresh: static _ => throw new InvalidOperationException("Nobody needs a fresh look.")), server);

        Assert.Equal(Film.Sha256, stored.Sha256);
        Assert.Equal(3, _watch.Waits.Count);
        Assert.All(_watch.Waits, word => Assert.StartsWith($"the result host answered with HTTP {status}; next try at ", word, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_result_that_stays_away_while_its_url_lives_is_not_called_gone()
    {
        await using var server = new LoopbackServer(static _ => WireAnswer.Text(404));

        var failed = await Assert.ThrowsAsync<WanException>(() => DriveAsync(SaveAsync(server, minutesLeft: 60), server));

        Assert.Equal("Wan.Storage.NotThere", failed.Error.ErrorId);
        Assert.Equal(
            "The result host does not have the film (HTTP 404), although its URL still lives. It was asked 4 times. Nothing was stored; the task itself is complete.",
            failed.Message);
        Assert.Equal(
            "Run Save-WanResult again while the URL lives, until 2026-11-25 10:00 UTC; if it stays so, give the provider the request id.",
            failed.Error.RecommendedAction);
        Assert.Equal(WanRetry.Safe, failed.Error.Retry);
        Assert.Empty(_rig.Names);
    }

    [Fact]
    public async Task A_result_that_stays_away_is_looked_at_once_more_and_asked_for_under_its_fresh_url()
    {
        var looks = 0;
        await using var server = new LoopbackServer(static request => request.Path == "/new.mp4" && request.Number > 6 ? Film.Answer(request) : WireAnswer.Text(404));

        var stored = await DriveAsync(
            SaveAsync(server, 60, refresh: _ =>
            {
                looks++;
                return Task.FromResult<IReadOnlyList<string>?>([server.Url("/new.mp4")]);
            }),
            server);

        Assert.Equal(Film.Sha256, stored.Sha256);
        Assert.Equal(1, looks);
        Assert.Equal(4, server.Requests.Count(static request => request.Path == "/clip.mp4"));
        Assert.Equal(3, server.Requests.Count(static request => request.Path == "/new.mp4"));
    }

    [Theory]
    [InlineData(60, 4)]
    [InlineData(-60, 1)]
    public async Task A_result_that_is_away_at_the_host_and_unknown_to_the_provider_is_gone(int minutesLeft, int requests)
    {
        await using var server = new LoopbackServer(static _ => WireAnswer.Text(404));

        var failed = await Assert.ThrowsAsync<WanException>(
            () => DriveAsync(SaveAsync(server, minutesLeft, refresh: static _ => Task.FromResult<IReadOnlyList<string>?>(null)), server));

        Assert.Equal("Wan.Storage.Expired", failed.Error.ErrorId);
        Assert.Equal(requests, server.Requests.Count);
    }

    [Fact]
    public async Task The_url_itself_says_when_it_dies()
    {
        await using var server = new LoopbackServer(static _ => WireAnswer.Text(404));
        var end = Now.AddMinutes(7).ToUnixTimeSeconds();

        var failed = await Assert.ThrowsAsync<WanException>(() => DriveAsync(SaveAsync(server, -60, $"/clip.mp4?Expires={end}&Signature=x"), server));

        Assert.Equal("Wan.Storage.NotThere", failed.Error.ErrorId);
        Assert.Contains("until 2026-11-25 09:07 UTC", failed.Error.RecommendedAction, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nothing_is_tried_again_once_the_url_is_dead()
    {
        await using var server = new LoopbackServer(static _ => WireAnswer.Text(200, "<html>gone</html>"));

        var failed = await Assert.ThrowsAsync<WanException>(() => DriveAsync(SaveAsync(server, minutesLeft: -1), server));

        Assert.Equal("The result host sent something else than the film: an HTML page: \"<html>gone</html>\". Nothing was stored; the task itself is complete.", failed.Message);
        Assert.Single(server.Requests);
    }

    private Task<Engine.Results.StoredFile> SaveAsync(
        LoopbackServer server, int minutesLeft, string path = "/clip.mp4", Func<CancellationToken, Task<IReadOnlyList<string>?>>? refresh = null)
        => _rig.SaveAsync(_rig.Plan(ResultRig.Task(server.Url(path)) with { UrlExpiresAt = Now.AddMinutes(minutesLeft) }, refresh: refresh), _watch);

    /// <summary>Lets the clock run in the pauses only, and only until the next request is here.</summary>
    private async Task<Engine.Results.StoredFile> DriveAsync(Task<Engine.Results.StoredFile> saving, LoopbackServer server)
    {
        var (pauses, requests) = (0, -1);
        while (!saving.IsCompleted)
        {
            if (_watch.Waits.Count > pauses)
            {
                (pauses, requests) = (_watch.Waits.Count, server.Requests.Count);
            }

            if (server.Requests.Count == requests)
            {
                _time.Advance(TimeSpan.FromSeconds(5));
            }

            await Task.WhenAny(saving, Task.Delay(5));
        }

        return await saving;
    }
}
