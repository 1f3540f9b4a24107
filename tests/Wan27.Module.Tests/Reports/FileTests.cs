using System.Diagnostics;
using System.Globalization;
using Wan27.ModuleTests.Pipelines;
using Xunit.Abstractions;

namespace Wan27.ModuleTests.Reports;

/// <summary>Which jobs a report is of, where its file goes, and what becomes of its media later.</summary>
public sealed class FileTests(Browser browser, ITestOutputHelper output) : EmulatedTests, IClassFixture<Browser>
{
    private const string Clip = "Start-WanVideoTask turn https://cdn.example.com/a.png -Resolution 720P -Duration 2 -JobKey";

    [Fact]
    public void A_file_that_is_there_is_an_error_and_stays_as_it_is()
    {
        File.WriteAllText(Shell.PathOf("report.html"), "mine");
        var error = Shell.Run("Export-WanReport report.html").OnlyError("Wan.Storage.ReportExists");

        Assert.Contains("-Force", error.ErrorDetails.RecommendedAction, StringComparison.Ordinal);
        Assert.Equal("mine", File.ReadAllText(Shell.PathOf("report.html")));

        Assert.Empty(Shell.Run("Export-WanReport report.html -Force").MustSucceed().Output);
        Assert.StartsWith("<!doctype html>", File.ReadAllText(Shell.PathOf("report.html")), StringComparison.Ordinal);
    }

    [Fact]
    public void WhatIf_writes_nothing_and_PassThru_gives_the_file()
    {
        Assert.Empty(Shell.Run("Export-WanReport new/report.html -WhatIf").MustSucceed().Output);
        Assert.False(Directory.Exists(Shell.PathOf("new")));

        var file = Shell.Run("Export-WanReport new/report.html -PassThru").Single<FileInfo>();
        Assert.Equal(Shell.PathOf("new", "report.html"), file.FullName);
        Assert.Equal(["report.html"], Directory.GetFileSystemEntries(Shell.PathOf("new")).Select(Path.GetFileName));
    }

    [Fact]
    public void A_folder_that_cannot_be_made_is_one_clear_error()
    {
        File.WriteAllText(Shell.PathOf("file"), "x");
        Shell.Run("Export-WanReport file/report.html").OnlyError("Wan.Storage.ReportNotWritten");
    }

    [Theory]
    [InlineData("Export-WanReport r.html -State Stored", "kept")]
    [InlineData("Export-WanReport r.html -State Failed, Stored", "bad kept")]
    [InlineData("Export-WanReport r.html -JobKey OPEN*", "open-1 open-2")]
    [InlineData("Export-WanReport r.html -TaskId (Get-WanTask -JobKey bad).TaskId", "bad")]
    [InlineData("Export-WanReport r.html -Until 2020-01-01", "")]
    [InlineData("Export-WanReport r.html -Since 2020-01-01 -Profile emulator", "bad kept open-1 open-2")]
    [InlineData("Export-WanReport r.html -Profile nobody", "")]
    [InlineData("Get-WanTask -JobKey open-1 | Export-WanReport r.html", "open-1")]
    [InlineData("Get-WanTask | Export-WanReport r.html -State Failed", "bad")]
    [InlineData("(Get-WanTask).TaskId | Export-WanReport r.html -JobKey o*", "open-1 open-2")]
    [InlineData("@() | Export-WanReport r.html", "")]
    [InlineData("Get-WanTask -JobKey kept | Save-WanResult -Destination out | Export-WanReport r.html", "kept")]
    public void A_report_is_of_the_jobs_that_are_asked_for_or_piped_in(string script, string keys)
    {
        Emulator.Fault(new { kind = "FailTask", code = "DataInspectionFailed", message = "no", count = 1 });
        Shell.Run($"{Clip} bad | Wait-WanTask");
        Shell.Run($"{Clip} kept | Wait-WanTask | Save-WanResult -Destination out; {Clip} open-1; {Clip} open-2").MustSucceed();
        var result = Shell.Run(script).MustSucceed();

        Assert.Equal(keys, string.Join(' ', JobsOf(Shell.PathOf("r.html")).Select(static job => job.GetProperty("key").GetString()).Order(StringComparer.Ordinal)));
        Assert.Equal(keys.Length == 0, result.Warnings.Any(static warning => warning.StartsWith("No job fits", StringComparison.Ordinal)));
    }

    [BrowserFact]
    public async Task Without_jobs_the_page_says_so()
    {
        Shell.Run("Export-WanReport report.html -Since 2020-01-01 -Until 2020-02-01").MustSucceed();
        await using var page = await browser.OpenAsync(Shell.PathOf("report.html"));

        Assert.Contains("no job in this report", await page.TextAsync("#summary"), StringComparison.Ordinal);
        Assert.Equal("0 of 0 jobs", await page.TextAsync("#shown"));
        Assert.Contains("2020", await page.TextAsync("#period"), StringComparison.Ordinal);
        page.MustBeQuiet();
    }

    [BrowserFact]
    public async Task A_page_that_holds_its_media_plays_them_alone_and_holds_each_once()
    {
        Shell.Run($"{Clip} one | Wait-WanTask | Save-WanResult -Destination out; Get-WanTask -JobKey one | Export-WanReport report.html -Embed All").MustSucceed();
        var alone = Directory.CreateDirectory(Shell.PathOf("alone")).FullName;
        File.Move(Shell.PathOf("report.html"), Path.Combine(alone, "report.html"));
        Directory.Delete(Shell.PathOf("out"), recursive: true);
        await using var page = await browser.OpenAsync(Path.Combine(alone, "report.html"));

        await page.ClickAsync("button.play");
        await page.UntilAsync("(document.querySelector('.card video')?.currentTime ?? 0) > 0.05");
        Assert.Equal(1, await page.CountAsync("script[type='text/plain']"));
        page.MustBeQuiet();
        Assert.Single(page.Requests, static url => url.StartsWith("file:", StringComparison.Ordinal));
    }

    [BrowserFact]
    public async Task Page_and_media_move_together()
    {
        Shell.Run($"{Clip} 'käse & 100%' | Wait-WanTask | Save-WanResult -Destination 'a/out #1 ?'; Export-WanReport a/pages/report.html -Embed None").MustSucceed();
        Directory.Move(Shell.PathOf("a"), Shell.PathOf("b # b"));
        await using var page = await browser.OpenAsync(Shell.PathOf("b # b", "pages", "report.html"));

        await page.ClickAsync("button.play");
        await page.UntilAsync("(document.querySelector('.card video')?.currentTime ?? 0) > 0.05");
        page.MustBeQuiet();
    }

    [BrowserFact]
    public async Task A_file_that_is_deleted_after_the_page_was_written_is_said_in_its_place()
    {
        Shell.Run($$"""
            {{Clip}} clip | Wait-WanTask | Save-WanResult -Destination out
            Start-WanImageTask fox -Size 1K -Count 2 -JobKey set | Wait-WanTask | Save-WanResult -Destination out
            Export-WanReport report.html -Embed None
            """).MustSucceed();
        Directory.Delete(Shell.PathOf("out"), recursive: true);
        await using var page = await browser.OpenAsync(Shell.PathOf("report.html"));
        await page.AskAsync<object>("document.querySelectorAll('.card').forEach((card) => card.scrollIntoView())");

        await page.UntilAsync("document.querySelectorAll('.gone').length === 3");
        Assert.Equal(0, await page.CountAsync(".card :is(img, video, .play)"));
    }

    [BrowserFact]
    public async Task What_lies_elsewhere_is_named_and_not_asked_for()
    {
        string[] places = ["s3://films/a.mp4", "https://cdn.example.com/b.mp4?Signature=secret", @"D:\films\c.mp4", @"\\server\films\d.mp4"];

        // On Windows the last two are files of this machine, as far as anybody knows.
        var count = OperatingSystem.IsWindows() ? 2 : 4;
        var tasks = places.Take(count).Select(static (place, number) => Job(number * 4) with { Files = [place] }).ToArray();
        Shell.Run("$tasks | Export-WanReport report.html", ("tasks", tasks)).MustSucceed();
        await using var page = await browser.OpenAsync(Shell.PathOf("report.html"));

        string[] words = ["In a store: s3://films/a.mp4", "At an address, from which this page loads nothing: https://cdn.example.com/b.mp4", @"Not on the machine that made this page: D:\films\c.mp4", @"Not on the machine that made this page: \\server\films\d.mp4"];
        Assert.Equal(words.Take(count), await page.AskAsync<string[]>("[...document.querySelectorAll('.gone')].map((words) => words.textContent)"));
        Assert.Equal(new[] { "a.mp4", "b.mp4", "c.mp4", "d.mp4" }.Take(count), await page.ColumnAsync("file"));
        page.MustBeQuiet();
    }

    [BrowserFact]
    public async Task Two_thousand_jobs_with_hundreds_of_failures_open_and_stay_small()
    {
        var tasks = Enumerable.Range(0, 2000).Select(Job).ToArray();
        Shell.Run("$tasks | Export-WanReport report.html -Embed None", ("tasks", tasks)).MustSucceed();
        var bytes = new FileInfo(Shell.PathOf("report.html")).Length;
        Assert.InRange(bytes, 100_000, 3_000_000);

        var watch = Stopwatch.StartNew();
        await using var page = await browser.OpenAsync(Shell.PathOf("report.html"));
        Assert.Equal(2000, await page.AskAsync<int>("document.querySelectorAll('#bars g[data-job]').length"));
        var all = watch.ElapsedMilliseconds;
        var load = await page.AskAsync<double>("performance.getEntriesByType('navigation')[0].loadEventEnd");
        output.WriteLine($"2000 jobs: {bytes:n0} bytes; load event after {load:n0} ms, drawn and asked after {all} ms.");

        Assert.Equal("2,000 of 2,000 jobs", await page.TextAsync("#shown"));
        Assert.Equal(200, await page.CountAsync("#jobs tbody tr"));
        Assert.Equal(48, await page.CountAsync("article.card"));
        Assert.Contains("500 jobs", await page.TextAsync("details.cause summary"), StringComparison.Ordinal);
        await page.ClickAsync("#more-rows");
        Assert.True(await page.CountAsync("#jobs tbody tr") > 200);
        await page.ClickAsync("#more-cards");
        Assert.Equal(96, await page.CountAsync("article.card"));
        await page.Page.SelectAsync("#group", "route");
        Assert.Equal(2000, await page.AskAsync<int>("document.querySelectorAll('#bars g[data-job]').length"));
        await page.Page.ScreenshotAsync(Artefacts.Report("two-thousand.png"));
    }

    private static WanTask Job(int number)
    {
        var submitted = new DateTimeOffset(2026, 11, 26, 1, 0, 0, TimeSpan.Zero) + TimeSpan.FromSeconds(number / 5.0);
        var isFailed = number % 4 == 3;
        return new WanTask
        {
            TaskId = string.Create(CultureInfo.InvariantCulture, $"00000000-0000-4000-8000-{number:d12}"),
            JobKey = string.Create(CultureInfo.InvariantCulture, $"night-{number}"),
            State = isFailed ? WanTaskState.Failed : WanTaskState.Stored,
            Profile = "main",
            Route = number % 3 == 0 ? WanRoutes.TextToVideo : WanRoutes.ImageToVideo,
            Model = number % 3 == 0 ? "wan2.7-t2v" : "wan2.7-i2v",
            Prompt = $"Scene {number}: a red fox walks along the harbour wall at dawn while the boats come in, filmed from a low angle with a slow pan",
            SubmittedAt = submitted,
            ScheduledAt = submitted + TimeSpan.FromSeconds(3 + number % 7),
            EndedAt = submitted + TimeSpan.FromSeconds(40 + number % 31),
            Usage = isFailed ? null : new WanUsage { BilledUnits = 5, Unit = "second" },
            Files = isFailed ? [] : [Path.Combine(Path.GetTempPath(), "nowhere", $"night-{number}.mp4")],
            Error = isFailed ? new WanError { ErrorId = "Wan.Service.InternalError", Boundary = WanBoundary.Service, Message = "The service failed.", Code = "InternalError", RecommendedAction = "Submit it again." } : null,
        };
    }

    private static System.Text.Json.JsonElement[] JobsOf(string page)
    {
        var text = File.ReadAllText(page);
        const string Begin = "id=\"jobs-data\">";
        var from = text.IndexOf(Begin, StringComparison.Ordinal) + Begin.Length;
        return [.. System.Text.Json.JsonDocument.Parse(text[from..text.IndexOf("</script>", from, StringComparison.Ordinal)]).RootElement.EnumerateArray()];
    }
}
