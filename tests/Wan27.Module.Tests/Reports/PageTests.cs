using Wan27.ModuleTests.Hosting;

namespace Wan27.ModuleTests.Reports;

/// <summary>The page of a batch of every kind, as people see and use it in a real browser.</summary>
public sealed class PageTests(ReportBatch batch, Browser browser) : IClassFixture<ReportBatch>, IClassFixture<Browser>
{
    private const string ClipKeys = "[...document.querySelectorAll('#jobs tbody tr')].length";

    [BrowserFact]
    public async Task It_opens_from_disk_without_an_error_and_asks_nobody_for_anything()
    {
        await using var page = await browser.OpenAsync(batch.Path);

        Assert.Equal(ReportBatch.Title, await page.TextAsync("h1"));
        Assert.Equal(ReportBatch.Title, await page.Page.GetTitleAsync());
        Assert.Equal($"{ReportBatch.Jobs} of {ReportBatch.Jobs} jobs", await page.TextAsync("#shown"));
        Assert.Equal(ReportBatch.Jobs, await page.CountAsync("#jobs tbody tr"));
        Assert.Equal(ReportBatch.Jobs, await page.AskAsync<int>("new Set([...document.querySelectorAll('#bars [data-job]')].map((bar) => bar.dataset.job)).size"));
        await ScrollThroughAsync(page);
        page.MustBeQuiet();
        Assert.All(page.Requests.Where(static url => url.StartsWith("file:", StringComparison.Ordinal)), url => Assert.StartsWith(new Uri(batch.Shell.Folder).AbsoluteUri, url, StringComparison.Ordinal));
    }

    [BrowserFact]
    public async Task The_head_counts_jobs_and_what_they_were_billed_by_owner_and_unit()
    {
        await using var page = await browser.OpenAsync(batch.Path);
        var figures = await page.AskAsync<string[]>("[...document.querySelectorAll('.figure')].map((figure) => figure.querySelector('b').textContent + ' ' + figure.querySelector('span').textContent)");

        Assert.Contains($"{ReportBatch.Jobs} jobs", figures);
        Assert.Contains($"{ReportBatch.Jobs - 2} Stored", figures);
        Assert.Contains("2 Failed", figures);
        var bills = await page.TextAsync("#bills");
        var rows = batch.Shell.Run("Measure-WanUsage -GroupBy Provider").MustSucceed().Of<WanUsageRow>();
        Assert.All(rows, row => Assert.Contains($"{row.Units:0.##} {row.Unit}", bills, StringComparison.Ordinal));
    }

    [BrowserFact]
    public async Task It_sorts_words_as_people_do_and_numbers_as_numbers()
    {
        await using var page = await browser.OpenAsync(batch.Path, "#q=clip-");
        await page.ClickAsync("#jobs button[data-sort=key]");
        Assert.Equal(["clip-1", "clip-2", "clip-10"], await page.ColumnAsync("key"));
        Assert.Equal("ascending", await page.AskAsync<string>("document.querySelector('#jobs th:has(button[data-sort=key])').getAttribute('aria-sort')"));

        await page.ClickAsync("#jobs button[data-sort=key]");
        Assert.Equal(["clip-10", "clip-2", "clip-1"], await page.ColumnAsync("key"));
        Assert.Equal("descending", await page.AskAsync<string>("document.querySelector('#jobs th:has(button[data-sort=key])').getAttribute('aria-sort')"));

        // 3, 4 and 12 seconds: by their letters 12 would come first.
        await page.ClickAsync("#jobs button[data-sort=units]");
        Assert.Equal(["clip-1", "clip-2", "clip-10"], await page.ColumnAsync("key"));
        Assert.Equal(1, await page.CountAsync("#jobs th[aria-sort]"));
        foreach (var column in new[] { "state", "route", "model", "profile", "submitted", "took" })
        {
            await page.ClickAsync($"#jobs button[data-sort={column}]");
            Assert.Equal(3, await page.CountAsync("#jobs tbody tr"));
        }

        page.MustBeQuiet();
    }

    [BrowserFact]
    public async Task It_filters_by_state_route_model_and_profile_and_says_how_many_are_left()
    {
        await using var page = await browser.OpenAsync(batch.Path);
        await page.Page.SelectAsync("#f-state", "Failed");
        Assert.Equal(["failed-1", "failed-2"], (await page.ColumnAsync("key")).Order(StringComparer.Ordinal));
        Assert.Equal($"2 of {ReportBatch.Jobs} jobs", await page.TextAsync("#shown"));

        await page.Page.SelectAsync("#f-state", "");
        await page.Page.SelectAsync("#f-route", WanRoutes.VideoEdit);
        Assert.Equal(["edit-1"], await page.ColumnAsync("key"));
        Assert.Equal(1, await page.CountAsync("article.card"));

        await page.ClickAsync("#clear");
        await page.Page.SelectAsync("#f-model", "wan2.7-t2v");
        Assert.Equal(["text-1"], await page.ColumnAsync("key"));
        await page.ClickAsync("#clear");
        await page.Page.SelectAsync("#f-profile", "emulator");
        Assert.Equal(ReportBatch.Jobs, await page.CountAsync("#jobs tbody tr"));
        page.MustBeQuiet();
    }

    [BrowserFact]
    public async Task It_finds_words_of_prompts_keys_and_errors_and_says_when_there_is_none()
    {
        await using var page = await browser.OpenAsync(batch.Path);
        await page.Page.TypeAsync("#search", "SNOW make");
        await page.UntilAsync($"{ClipKeys} === 1");
        Assert.Equal(["edit-1"], await page.ColumnAsync("key"));

        await page.ClickAsync("#clear");
        await page.Page.TypeAsync("#search", "DataInspectionFailed");
        await page.UntilAsync($"{ClipKeys} === 2");

        await page.ClickAsync("#clear");
        await page.Page.TypeAsync("#search", "no such thing");
        await page.UntilAsync($"{ClipKeys} === 0");
        Assert.Equal($"0 of {ReportBatch.Jobs} jobs", await page.TextAsync("#shown"));
        Assert.Equal(1, await page.CountAsync("#gallery .none"));
        page.MustBeQuiet();
    }

    [BrowserFact]
    public async Task What_is_shown_is_in_the_address_and_survives_a_reload()
    {
        await using var page = await browser.OpenAsync(batch.Path);
        await page.Page.TypeAsync("#search", "it turns");
        await page.UntilAsync($"{ClipKeys} === 3");
        await page.Page.SelectAsync("#f-state", "Stored");
        await page.ClickAsync("#jobs button[data-sort=key]");
        await page.ClickAsync("#jobs button[data-sort=key]");
        var hash = await page.AskAsync<string>("location.hash");
        Assert.Equal(["dir=desc", "q=it+turns", "sort=key", "state=Stored"], hash.TrimStart('#').Split('&').Order(StringComparer.Ordinal));

        await page.Page.ReloadAsync();
        Assert.Equal(["clip-10", "clip-2", "clip-1"], await page.ColumnAsync("key"));
        Assert.Equal("it turns|Stored|", await page.AskAsync<string>("['search', 'f-state', 'f-route'].map((id) => document.getElementById(id).value).join('|')"));
        Assert.Equal(hash, await page.AskAsync<string>("location.hash"));
        page.MustBeQuiet();
    }

    [BrowserFact]
    public async Task The_csv_holds_what_is_shown_and_nothing_that_a_spreadsheet_would_run()
    {
        await using var page = await browser.OpenAsync(batch.Path, "#q=hostile&sort=key");
        await page.ClickAsync("#csv");
        await page.UntilAsync("window.lastBlob");
        var text = await page.AskAsync<string>("window.lastBlob.text()");

        var rows = batch.Shell.Run("$csv | ConvertFrom-Csv | ForEach-Object { $_.JobKey; $_.Prompt; $_.State }", ("csv", text)).MustSucceed().Of<string>().Chunk(3).ToArray();
        Assert.Equal(await page.ColumnAsync("key"), rows.Select(static row => row[0]));
        Assert.Equal(ReportBatch.Hostile, rows.Where(static row => row[0].StartsWith("hostile-", StringComparison.Ordinal)).Select(static row => row[1]));
        Assert.All(rows, static row => Assert.Equal("Stored", row[2]));
        page.MustBeQuiet();
    }

    [BrowserFact]
    public async Task A_clip_plays_on_click_though_the_page_lies_in_another_folder()
    {
        await using var page = await browser.OpenAsync(batch.Path);
        var card = await page.CardAsync("clip-1");
        await page.ClickAsync($"{card} button.play");

        await page.UntilAsync($"(document.querySelector('{card} video')?.currentTime ?? 0) > 0.05");
        Assert.Equal(0, await page.CountAsync($"{card} button.play"));
        Assert.True(await page.AskAsync<bool>($"document.querySelector('{card} video').videoWidth > 0"));
        page.MustBeQuiet();
    }

    [BrowserFact]
    public async Task Before_and_after_of_an_edit_stand_side_by_side_and_play_with_one_button()
    {
        await using var page = await browser.OpenAsync(batch.Path);
        var card = await page.CardAsync("edit-1");
        Assert.Equal(2, await page.CountAsync($"{card} .pair figure video"));
        Assert.True(await page.AskAsync<bool>(
            $"(([one, other]) => Math.abs(one.top - other.top) < 2 && one.right <= other.left + 4)([...document.querySelectorAll('{card} .pair figure')].map((figure) => figure.getBoundingClientRect()))"));

        await page.ClickAsync($"{card} button.play-both");
        await page.UntilAsync($"[...document.querySelectorAll('{card} .pair video')].every((clip) => clip.currentTime > 0.05)");
        await page.ClickAsync($"{card} button.play-both");
        await page.UntilAsync($"[...document.querySelectorAll('{card} .pair video')].every((clip) => clip.paused)");
        page.MustBeQuiet();
    }

    [BrowserFact]
    public async Task A_set_is_a_strip_of_pictures()
    {
        await using var page = await browser.OpenAsync(batch.Path);
        var card = await page.CardAsync("set-1");
        await ScrollThroughAsync(page);

        await page.UntilAsync($"[...document.querySelectorAll('{card} .strip img')].filter((picture) => picture.naturalWidth > 0).length === 3");
        Assert.Equal(3, await page.AskAsync<int>($"new Set([...document.querySelectorAll('{card} .strip img')].map((picture) => picture.alt)).size"));
        page.MustBeQuiet();
    }

    [BrowserFact]
    public async Task What_is_missing_is_said_in_its_place_and_no_picture_is_broken()
    {
        await using var page = await browser.OpenAsync(batch.Path);
        var card = await page.CardAsync(ReportBatch.LostKey);
        await ScrollThroughAsync(page);

        Assert.Contains("moved or deleted", await page.TextAsync($"{card} .gone"), StringComparison.Ordinal);
        Assert.Equal(0, await page.CountAsync($"{card} :is(video, img, .play)"));
        Assert.Equal(1, await page.CountAsync(".gone"));
        Assert.Equal(0, await page.AskAsync<int>("[...document.images].filter((picture) => picture.complete && picture.naturalWidth === 0).length"));
    }

    [BrowserFact]
    public async Task Failures_are_grouped_by_cause_with_what_to_do_first_and_the_request_ids()
    {
        await using var page = await browser.OpenAsync(batch.Path);
        Assert.Equal(1, await page.CountAsync("#failures details.cause"));
        Assert.Contains("2 jobs", await page.TextAsync("details.cause summary"), StringComparison.Ordinal);
        Assert.Contains("DataInspectionFailed", await page.TextAsync("details.cause summary"), StringComparison.Ordinal);

        await page.ClickAsync("details.cause summary");
        await page.UntilAsync("document.querySelectorAll('details.cause li').length === 2");
        var task = batch.Shell.Run("Get-WanTask -JobKey failed-1").Single<WanTask>();
        Assert.Contains(task.Error!.RecommendedAction!, await page.TextAsync("details.cause .first"), StringComparison.Ordinal);
        var all = await page.TextAsync("details.cause");
        Assert.All([ReportBatch.HostileAnswer, task.Error.RequestId ?? task.RequestId!, task.TaskId!, $"{task.Error.Boundary}"], word => Assert.Contains(word, all, StringComparison.Ordinal));
        page.MustBeQuiet();
    }

    [BrowserFact]
    public async Task Texts_of_strangers_are_shown_as_they_are_and_never_run()
    {
        await using var page = await browser.OpenAsync(batch.Path);
        for (var i = 0; i < ReportBatch.Hostile.Length; i++)
        {
            Assert.Equal(ReportBatch.Hostile[i], await page.TextAsync($"{await page.CardAsync($"hostile-{i}")} .prompt"));
        }

        Assert.Equal(ReportBatch.HostileKey, await page.TextAsync($"{await page.CardAsync(ReportBatch.HostileKey)} h3"));
        Assert.Equal("rtl", await page.AskAsync<string>($"getComputedStyle(document.querySelector('{await page.CardAsync("hostile-2")} .prompt')).direction"));
        await page.AskAsync<object>("document.querySelectorAll('details').forEach((details) => { details.open = true; })");
        await ScrollThroughAsync(page);

        Assert.True(await page.AskAsync<bool>("window.hacked === undefined"));
        Assert.Equal(0, await page.CountAsync("main script, main svg[onload], main i, main [onerror]"));
        page.MustBeQuiet();
    }

    [BrowserTheory]
    [InlineData(1280)]
    [InlineData(390)]
    [InlineData(320)]
    public async Task It_never_scrolls_sideways(int width)
    {
        await using var page = await browser.OpenAsync(batch.Path, width: width);
        await page.AskAsync<object>("document.querySelectorAll('details').forEach((details) => { details.open = true; })");

        Assert.Equal(width, await page.AskAsync<int>("document.documentElement.scrollWidth"));
        page.MustBeQuiet();
    }

    [BrowserFact]
    public async Task The_theme_goes_from_the_systems_to_light_and_dark_and_back()
    {
        const string Paper = "getComputedStyle(document.documentElement).backgroundColor";
        await using var page = await browser.OpenAsync(batch.Path, isDark: true);
        var system = await page.AskAsync<string>(Paper);
        Assert.Null(await page.AskAsync<string?>("document.documentElement.dataset.theme ?? null"));

        await page.ClickAsync("#theme");
        Assert.Equal("light", await page.AskAsync<string?>("document.documentElement.dataset.theme ?? null"));
        Assert.NotEqual(system, await page.AskAsync<string>(Paper));
        await page.ClickAsync("#theme");
        Assert.Equal("dark", await page.AskAsync<string?>("document.documentElement.dataset.theme ?? null"));
        Assert.Equal(system, await page.AskAsync<string>(Paper));
        await page.ClickAsync("#theme");
        Assert.Null(await page.AskAsync<string?>("document.documentElement.dataset.theme ?? null"));
        page.MustBeQuiet();
    }

    [BrowserFact]
    public async Task It_moves_smoothly_only_for_those_who_want_that()
    {
        const string Scrolling = "getComputedStyle(document.documentElement).scrollBehavior";
        await using var page = await browser.OpenAsync(batch.Path);
        Assert.Equal("auto", await page.AskAsync<string>(Scrolling));

        await page.Page.EmulateMediaFeaturesAsync([]);
        Assert.Equal("smooth", await page.AskAsync<string>(Scrolling));
    }

    [BrowserFact]
    public async Task The_keyboard_reaches_every_control_in_order_with_a_focus_that_can_be_seen()
    {
        await using var page = await browser.OpenAsync(batch.Path, "#q=clip-");
        List<string> visited = [];
        for (var i = 0; i < 200; i++)
        {
            await page.Page.Keyboard.PressAsync("Tab");
            var stop = await page.AskAsync<string?>(
                """
                (() => {
                  const at = document.activeElement;
                  if (!at || at === document.body || at === document.documentElement) return null;
                  const look = getComputedStyle(at);
                  const box = at.getBoundingClientRect();
                  const seen = look.outlineStyle !== 'none' && parseFloat(look.outlineWidth) >= 2 && box.width > 0 && box.bottom > 0 && box.top < innerHeight && box.right > 0;
                  return `${seen ? '' : 'UNSEEN '}${at.id || at.dataset.sort || at.className || at.getAttribute('href')}`;
                })()
                """);
            if (stop is null)
            {
                break;
            }

            visited.Add(stop);
        }

        Assert.DoesNotContain(visited, static stop => stop.StartsWith("UNSEEN", StringComparison.Ordinal));
        string[] expected = ["skip", "theme", "group", "search", "f-state", "f-route", "f-model", "f-profile", "clear", "play", "copy", "csv", "state", "key", "submitted", "took", "units"];
        Assert.Equal(expected, expected.OrderBy(visited.IndexOf));
        Assert.All(expected, stop => Assert.Contains(stop, visited));

        await page.Page.FocusAsync("button.play");
        await page.Page.Keyboard.PressAsync("Enter");
        await page.UntilAsync("[...document.querySelectorAll('.card video')].some((clip) => clip.currentTime > 0.05)");
        await page.Page.FocusAsync("#jobs button[data-sort=key]");
        await page.Page.Keyboard.PressAsync("Space");
        Assert.Equal(["clip-1", "clip-2", "clip-10"], await page.ColumnAsync("key"));
        Assert.Equal("key", await page.AskAsync<string>("document.activeElement.dataset.sort"));
        page.MustBeQuiet();
    }

    [AxeTheory]
    [InlineData(1280, false)]
    [InlineData(1280, true)]
    [InlineData(390, false)]
    public async Task Axe_finds_nothing(int width, bool isDark)
    {
        await using var page = await browser.OpenAsync(batch.Path, "#sort=key", width, isDark);
        await page.AskAsync<object>("document.querySelectorAll('details').forEach((details) => { details.open = true; })");
        await page.ClickAsync($"{await page.CardAsync("clip-1")} button.play");
        await page.Page.EvaluateExpressionAsync(await File.ReadAllTextAsync(Chromium.Axe!));

        var found = await page.Page.EvaluateFunctionAsync<string[]>(
            """
            async () => {
              const answer = await axe.run(document, { preload: false });
              if (answer.passes.length < 20) throw new Error(`axe looked at ${answer.passes.length} things only`);
              return answer.violations.map((rule) => `${rule.id} (${rule.impact}): ${rule.nodes.slice(0, 4).map((node) => `${node.target} ${node.failureSummary}`).join(' | ')}`);
            }
            """);

        Assert.Empty(found);
    }

    [BrowserTheory]
    [InlineData("clip-1")]
    [InlineData("set-1")]
    [InlineData("edit-1")]
    [InlineData("text-1")]
    [InlineData("hostile-1")]
    public async Task The_command_that_is_copied_makes_the_same_job_again(string key)
    {
        await using var page = await browser.OpenAsync(batch.Path);
        var copies = await page.Page.EvaluateFunctionAsync<string[]>("card => [...document.querySelectorAll(`${card} button.copy`)].map((button) => button.dataset.copy)", await page.CardAsync(key));
        var before = batch.Shell.Run("Get-WanTask -JobKey $key", ("key", key)).Single<WanTask>();

        Assert.Equal(key, copies[0]);
        var again = batch.Shell.Run(copies[1]).Single<WanTask>();
        Assert.NotEqual(before.TaskId, again.TaskId);
        Assert.Equal((before.Route, before.Model, before.Profile, before.Prompt), (again.Route, again.Model, again.Profile, again.Prompt));
        Assert.Equal(Words(before), Words(again));
    }

    [BrowserFact]
    public async Task Neither_page_nor_file_holds_a_key_or_a_signature()
    {
        await using var page = await browser.OpenAsync(batch.Path);
        Assert.All(
            [await File.ReadAllTextAsync(batch.Path), await page.Page.GetContentAsync()],
            static text => Assert.All(["sk-emulator", "Signature=", "Expires=", "X-Amz-", "Bearer"], word => Assert.DoesNotContain(word, text, StringComparison.OrdinalIgnoreCase)));
    }

    [BrowserTheory]
    [InlineData("print", false)]
    [InlineData("print-of-dark", true)]
    public async Task Printed_on_paper_it_has_all_jobs_and_no_controls(string name, bool isDark)
    {
        await using var page = await browser.OpenAsync(batch.Path, isDark: isDark);
        await ScrollThroughAsync(page);
        await page.Page.PdfAsync(Artefacts.Report($"{name}.pdf"), new() { Format = PuppeteerSharp.Media.PaperFormat.A4, PrintBackground = true });
        await page.Page.EmulateMediaTypeAsync(PuppeteerSharp.Media.MediaType.Print);

        Assert.Equal("rgb(255, 255, 255)", await page.AskAsync<string>("getComputedStyle(document.querySelector('.card')).backgroundColor"));
        Assert.Equal(0, await page.AskAsync<int>("[...document.querySelectorAll('#theme, #choose, #csv, nav, .play, .copy')].filter((part) => part.checkVisibility()).length"));
        Assert.Equal(ReportBatch.Jobs, await page.CountAsync("#jobs tbody tr"));
        await page.Page.ScreenshotAsync(Artefacts.Report($"{name}.png"), new() { FullPage = true });
        Assert.True(new FileInfo(Artefacts.Report($"{name}.pdf")).Length > 10_000);
        page.MustBeQuiet();
    }

    [BrowserTheory]
    [InlineData("desktop", 1280, false)]
    [InlineData("dark", 1280, true)]
    [InlineData("phone", 390, false)]
    public async Task Pictures_of_it_are_kept(string name, int width, bool isDark)
    {
        await using var page = await browser.OpenAsync(batch.Path, width: width, isDark: isDark);
        await ScrollThroughAsync(page);
        await page.Page.ScreenshotAsync(Artefacts.Report($"{name}.png"), new() { FullPage = true });

        Assert.True(new FileInfo(Artefacts.Report($"{name}.png")).Length > 10_000);
        page.MustBeQuiet();
    }

    /// <summary>Pictures that are loaded late come when they are looked at.</summary>
    private static async Task ScrollThroughAsync(OpenPage page)
    {
        await page.Page.EvaluateFunctionAsync(
            "async () => { for (let at = 0; at < document.documentElement.scrollHeight; at += 400) { scrollTo({ top: at, behavior: 'instant' }); await new Promise(requestAnimationFrame); } scrollTo({ top: 0, behavior: 'instant' }); }");
        await page.UntilAsync("[...document.images].every((picture) => picture.complete)");
    }

    private static string Words(WanTask task)
        => string.Join('\n', task.Request.OrderBy(static pair => pair.Key, StringComparer.Ordinal).Select(static pair => $"{pair.Key}={(pair.Value is IEnumerable<object?> items ? string.Join(';', items) : pair.Value)}"));
}
