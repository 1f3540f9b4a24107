using System.Globalization;
using System.Management.Automation;
using System.Text.Json;
using Wan27.ModuleTests.Hosting;
using Wan27.ModuleTests.Pipelines;

namespace Wan27.ModuleTests.Binding;

/// <summary>Every cmdlet takes rows whose cells are all text, in any culture, and empty cells are absent.</summary>
public sealed class RowTests : EmulatedTests
{
    private const string Picture = "https://cdn.example.com/1.png";
    private const string Film = "https://cdn.example.com/1.mp4";

    private readonly CultureInfo _before = CultureInfo.CurrentCulture;

    /// <summary>A cmdlet, its row, and what it must emit for it.</summary>
    public static TheoryData<string, string, string> Cells
    {
        get
        {
            var cells = new (string Command, string Row, string Expected)[]
            {
                ("Start-WanVideoTask", $"Prompt|NegativePrompt|FirstFrame|LastFrame|FirstClip|DrivingAudio|Resolution|Duration|Seed|Watermark|NoPromptExtend|Model|Profile|JobKey\nturn||{Picture}||||720p|4|7|yes|no||emulator|1", "WanTask"),
                ("Start-WanVideoEditTask", $"Prompt|Video|ReferenceImage|Resolution|Ratio|Duration|AudioSetting|Seed|Watermark|Model|JobKey\nclay|{Film}|{Picture};{Picture}|720P|9:16|3|ORIGIN|1|1||e", "WanTask"),
                ("Start-WanTextVideoTask", "Prompt|NegativePrompt|DrivingAudio|Resolution|Ratio|Duration|Seed|Watermark|NoPromptExtend|Model|Profile|JobKey\nfox|||720p|9:16|4|7|yes|no||emulator|t", "WanTask"),
                ("Start-WanReferenceVideoTask", $"Prompt|ReferenceImage|ReferenceVideo|ReferenceVoice|FirstFrame|Resolution|Ratio|Duration|Seed|Model|JobKey\nImage 1 greets Video 1|{Picture}|{Film}|;||720P||5|1||r", "WanTask"),
                ("Start-WanImageTask", "Prompt|Image|Size|Count|Sequential|NoThinking|ColorPalette|BoundingBox|Seed|Watermark|Model|JobKey\nfox||1k|2||true|#112233=40;#445566=30;#778899=30||||wan2.7-image|i", "WanTask"),
                ("New-WanImage", $"Prompt|Image|BoundingBox|Size|Count|Watermark\nput it there|{Picture};{Picture}|;10,10,90,90|1K|1|FALSE", "WanImageResult"),
                ("Test-WanVideoInput", $"Prompt|FirstFrame|Duration|Resolution\nturn|{Picture}|4|720P", "WanPreflightReport"),
                ("Test-WanVideoEditInput", $"Prompt|Video|Duration|Resolution\nclay|{Film}||720P", "WanPreflightReport"),
                ("Test-WanTextVideoInput", "Prompt|Duration|Resolution\nfox|4|720P", "WanPreflightReport"),
                ("Test-WanReferenceVideoInput", $"Prompt|ReferenceImage|Resolution\nImage 1 runs|{Picture}|720P", "WanPreflightReport"),
                ("Test-WanImageInput", "Prompt|Count|Size\nfox|2|2k", "WanPreflightReport"),
                ("Set-WanProfile -PassThru", "Name|Region|WorkspaceId|Endpoint|ApiKeyVariable|ApiKeyFile|ApiKeySecret|Vault|Provider|Limit|Model|SubmitRate|QueryRate|PriceListPath|Proxy|Default\nrow|SINGAPORE|||WAN27_TEST_ROW_KEY||||dashscope|videoedit.referenceImages.max=4;i2v.duration.max=12|image_to_video=wan2.7-i2v-2026-04-25|2.5|10.5|||no", "WanProfile"),
                ("Get-WanProfile", "Name|Bemerkung\nemulator|x", "WanProfile"),
                ("Get-WanProfile", "Name\nemu*", "WanProfile"),
                ("Get-WanProfile", "Name\n", "WanProfile"),
                ("Get-WanProvider", "Name|Route\nFal|I2V", "WanProviderOption"),
                ("Get-WanProvider", "Provider\nfa*", "WanProviderOption"),
                ("Test-WanProfile", "Name|Destination\nemulator|", "WanProfileCheck"),
                ("Test-WanProfile", "Profile\nemulator", "WanProfileCheck"),
                ("Remove-WanProfile", "Name\nspare", ""),
                ("Set-WanJournal -PassThru", "Postgres|Local|ConnectionVariable|ConnectionFile|ConnectionSecret|Vault|Note\nno|yes|||||x", "WanJournal"),
                ("Set-WanStore -PassThru", "Name|Bucket|Prefix|Endpoint|Region|Preset|PathStyle|Ambient|AccessKeyVariable|AccessKeyFile|AccessKeySecret|SecretKeyVariable|SecretKeyFile|SecretKeySecret|SessionTokenVariable|SessionTokenFile|SessionTokenSecret|Vault\nrow|films|2026||eu-central-1|aws|no||A|||S|||||||", "WanStore"),
                ("Get-WanStore", "Name|Bemerkung\nkept|x", "WanStore"),
                ("Get-WanStore", "Name\nke*", "WanStore"),
                ("Test-WanStore", "Name\nkept", "WanStoreCheck"),
                ("Test-WanStore", "Store\nkept", "WanStoreCheck"),
                ("Remove-WanStore", "Name\nspare", ""),
                ("Measure-WanUsage", "Since|Until|GroupBy|Profile|PriceListPath\n2020-01-31||route;DAY|emulator|", "WanUsageRow"),
                ("Measure-WanUsage", "Since|Bemerkung\n2020-01-31T06:00:00Z|x", "WanUsageRow"),
                ("Update-WanPriceList", "Path|Profile|Currency\nprices.json|emulator|", "WanPriceUpdate"),
                ("Test-WanPriceList", "Path|Profile\nrows.csv|emulator", "WanPriceCheck"),
                ("Test-WanPriceList", "FullName|Profile\nrows.csv|", "WanPriceCheck"),
                ("Compare-WanBill", "Path|Map|ModelMap|Provider|Profile|Since|Until|TimeZone|Culture|PriceListPath|Tolerance\nbill.txt|TaskId=Id;Units=Used;Unit==second||dashscope|emulator|2020-01-31||UTC|en-US||0.02", "WanBillRow"),
                ("Compare-WanBill", "LiteralPath|Map\nbill.txt|TaskId=Id;Units=Used", "WanBillRow"),
                ("Export-WanReport report.html -Force -PassThru", "TaskId|Bemerkung\n{0}|x", "FileInfo"),
                ("Export-WanReport report.html -Force -PassThru", "Id\n{0}", "FileInfo"),
                ("Get-WanTask", "TaskId|State|Since\n{0}||", "WanTask"),
                ("Get-WanTask", "Id\n{0}", "WanTask"),
                ("Get-WanTask", "TaskId|State|Route|Since\n|completed;STORED|i2v|2020-01-31", "WanTask"),
                ("Get-WanTask", "JobKey|Since\nknown|2020-01-31T06:00:00Z", "WanTask"),
                ("Get-WanTask", "State|Profile\nCompleted|emulator", "WanTask"),
                ("Wait-WanTask", "TaskId|Profile\n{0}|emulator", "WanTask"),
                ("Wait-WanTask", "Id|Profile\n{0}|", "WanTask"),
                ("Save-WanResult", "TaskId|Destination|Store|NameTemplate\n{0}|out||", "WanAsset"),
                ("Save-WanResult -Destination out", "Id\n{0}", "WanAsset"),
                ("Remove-WanTask", "TaskId|State|Before\n{0}||", ""),
                ("Remove-WanTask", "Id|State|Before\n{0}|Failed|gestern", ""),
                ("Convert-WanMedia", "Path|Route|Role|Destination|Profile\nin.mp4|VIDEOEDIT|VIDEO|ready|", "FileInfo"),
                ("Publish-WanMedia", "Path|Model|Profile\nin.mp4|wan2.7-videoedit|", "WanPublishedMedia"),
                ("Start-WanEmulator -PassThru", "Port|TaskSeconds|Default\n|0.5|", "WanEmulatorInfo"),
                ("Stop-WanEmulator", "Port\n{1}", ""),
                ("Resolve-WanError", "ErrorId|Message\nWan.Key.InvalidApiKey|refused", "WanErrorExplanation"),
            };
            var rows = new TheoryData<string, string, string>();
            foreach (var (command, row, expected) in cells)
            {
                rows.Add(command, row, expected);
            }

            return rows;
        }
    }

    [Theory]
    [MemberData(nameof(Cells))]
    public void A_row_of_texts_drives_a_cmdlet_in_any_culture(string command, string row, string expected)
    {
        Assert.All(new[] { "en-US", "de-DE", "tr-TR" }, name =>
        {
            Prepare();
            In(name);
            var table = string.Format(CultureInfo.InvariantCulture, row, Known, Port);
            var result = Shell.Run($"$rows | {command}", ("rows", Rows.Csv(table.EndsWith('\n') ? table + " " : table))).MustSucceed();

            Assert.Equal(expected.Length == 0, result.Output.Count == 0);
            Assert.All(result.Output, output => Assert.Equal(expected, output.GetType().Name));
        });
    }

    [Fact]
    public void No_exported_cmdlet_is_left_out()
    {
        var exported = Shell.Run("(Get-Module Wan27).ExportedCmdlets.Keys").MustSucceed().Of<string>();

        // There is one journal, which no row names.
        string[] withoutRows = ["Copy-WanJournal", "Get-WanJournal", "Test-WanJournal"];
        var tried = Cells.Select(static row => ((string)((object[])row)[0]).Split(' ')[0]).Append("Stop-WanTask").Append("Resolve-WanTask").Concat(withoutRows);

        Assert.Empty(exported.Except(tried));
    }

    [Fact]
    public void A_row_stops_a_pending_task()
    {
        Shell.Run("Stop-WanEmulator; Start-WanEmulator -TaskSeconds 3600 -Default").MustSucceed();
        var id = Shell.Run($"Start-WanVideoTask turn {Picture} -Resolution 720P").Single<WanTask>().TaskId;

        Assert.Equal(WanTaskState.Canceled, Shell.Run("$rows | Stop-WanTask", ("rows", Rows.Csv($"TaskId|Profile\n{id}|emulator"))).Single<WanTask>().State);
    }

    [Theory]
    [InlineData("de-DE")]
    [InlineData("tr-TR")]
    public void Numbers_and_names_of_a_profile_are_read_the_same_everywhere(string culture)
    {
        In(culture);
        var profile = Shell.Run("$rows | Set-WanProfile -PassThru", ("rows", Rows.Csv("name|REGION|apikeyvariable|limit|model|submitrate\nrow|singapore|X|i2v.duration.max=12|image_to_video=wan2.7-i2v-2026-04-25|2.5"))).Single<WanProfile>();

        Assert.Equal((WanRegion.Singapore, 2.5), (profile.Region, profile.SubmitRate));
        Assert.Equal(12, profile.Limit["i2v.duration.max"]);
        Assert.Equal("wan2.7-i2v-2026-04-25", Assert.Single(profile.Models).Value);
    }

    [Theory]
    [InlineData("de-DE")]
    [InlineData("tr-TR")]
    public void A_time_is_read_with_the_year_first_and_never_by_the_culture(string culture)
    {
        In(culture);
        Prepare();

        Assert.Single(Shell.Run("Get-WanTask -Since '2001-02-03'").MustSucceed().Output);
        Assert.Empty(Shell.Run("Get-WanTask -Since '2999-02-03'").MustSucceed().Output);
        Shell.Run("Get-WanTask -Since '31.12.2025 25:00'").OnlyError("Wan.Route.ValueUnusable");
    }

    [Theory]
    [InlineData("Set-WanProfile", "Name|Region|SubmitRate\na|Mars|", "column Region", "Singapore, Beijing")]
    [InlineData("Set-WanProfile", "Name|Region|SubmitRate\na|Beijing|2,5", "column SubmitRate", "2.5")]
    [InlineData("Set-WanProfile", "Name|Default\na|vielleicht", "column Default", "yes")]
    [InlineData("Set-WanProfile", "Name|Limit\na|i2v.duration.max", "column Limit", "name=value")]
    [InlineData("Get-WanTask", "State\nFinished", "column State", "Completed, Stored")]
    [InlineData("Get-WanTask", "Kennung\n7", "no column TaskId", "found: Kennung")]
    [InlineData("Get-WanTask", "TaskId\n ", "TaskId is empty", "Row 1")]
    [InlineData("Wait-WanTask", "Kennung\n7", "no column TaskId", "found: Kennung")]
    [InlineData("Wait-WanTask", "TaskId\n ", "TaskId is empty", "Row 1")]
    [InlineData("Stop-WanTask", "TaskId\n ", "TaskId is empty", "Row 1")]
    [InlineData("Remove-WanTask", "TaskId|State|Before\n|Completed|2999-12-31", "TaskId is empty (State 'Completed')", "-State Indeterminate")]
    [InlineData("Remove-WanTask", "TaskId|State|JobKey\n|Completed|known", "TaskId is empty (JobKey 'known', State 'Completed')", "command line")]
    [InlineData("Remove-WanTask -State Completed -Before 2999-12-31", "TaskId|State|JobKey\n|Completed|known", "TaskId is empty")]
    [InlineData("Remove-WanTask -State Completed", "TaskId\n ", "TaskId is empty", "Row 1")]
    [InlineData("Remove-WanTask -State Completed", "Kennung\n7", "no column TaskId", "found: Kennung")]
    [InlineData("Remove-WanProfile", "Name\n ", "Name is empty", "Row 1")]
    [InlineData("Remove-WanProfile", "Profil\nemulator", "no column Name", "found: Profil")]
    [InlineData("Get-WanProfile", "Profil\nemulator", "no column Name", "found: Profil")]
    [InlineData("Test-WanProfile", "Profil\nemulator", "no column Name", "Name or Profile")]
    [InlineData("Start-WanEmulator", "Port\nfrei", "column Port", "'frei'")]
    [InlineData("Stop-WanEmulator", "Port\nalle", "column Port", "'alle'")]
    public void A_row_that_cannot_be_used_changes_nothing_and_says_why(string command, string row, params string[] words)
    {
        Prepare();
        var error = Shell.Run($"$rows | {command}", ("rows", Rows.Csv(row))).OnlyError("Wan.Route." + (row.Contains("Kennung", StringComparison.Ordinal) || row.Contains("Profil\n", StringComparison.Ordinal) ? "NoKnownColumn" : "ValueUnusable"));

        Assert.Contains("Row 1", error.ErrorDetails.Message, StringComparison.Ordinal);
        Assert.All(words, word => Assert.Contains(word, $"{error.ErrorDetails.Message} {error.ErrorDetails.RecommendedAction}", StringComparison.Ordinal));
        Assert.Single(Shell.Run("Get-WanTask").MustSucceed().Output);
        Assert.Equal(["emulator", "spare"], Shell.Run("Get-WanProfile").MustSucceed().Of<WanProfile>().Select(static profile => profile.Name).Order());
        Assert.Equal(Port, Shell.Run("(Get-WanProfile emulator).Endpoint").Single<string>() is var url ? new Uri(url).Port : 0);
    }

    [Fact]
    public void Two_sources_for_a_key_exclude_each_other()
        => Shell.Run("$rows | Set-WanProfile", ("rows", Rows.Csv("Name|Region|ApiKeyVariable|ApiKeyFile\na|Beijing|X|key.txt"))).OnlyError("Wan.Key.KeySourcesExclude");

    [Fact]
    public void A_row_forgets_its_own_task_and_the_state_of_a_row_is_no_condition()
    {
        Prepare();
        Shell.Run($"Start-WanVideoTask hop {Picture} -Resolution 720P | Wait-WanTask").Single<WanTask>();
        Shell.Run("$rows | Remove-WanTask", ("rows", Rows.Csv("State|Before\nCompleted|2999-12-31"))).OnlyError("Wan.Route.NoKnownColumn");
        Assert.Equal(2, Shell.Run("Get-WanTask").MustSucceed().Output.Count);

        var stale = Shell.Run("Get-WanTask -JobKey known").Single<WanTask>() with { State = WanTaskState.Submitted };
        Shell.Run("$given | Remove-WanTask", ("given", stale)).MustSucceed();
        Assert.Equal("hop", Shell.Run("Get-WanTask").Single<WanTask>().Prompt);

        Shell.Run("Remove-WanTask -State Completed -Before 2999-12-31").MustSucceed();
        Assert.Empty(Shell.Run("Get-WanTask").MustSucceed().Output);
    }

    [Fact]
    public void A_submit_that_was_cut_off_is_not_forgotten_by_a_row_that_cannot_name_it()
    {
        Emulator.Fault(new { kind = "DropAfterAccept", operation = "image.async", count = 3 });
        Shell.Run("1..3 | ForEach-Object { Start-WanImageTask \"p$_\" -Size 1K -JobKey \"k$_\" }");
        var tasks = Shell.Run("Get-WanTask").MustSucceed().Of<WanTask>();
        Assert.Equal(3, tasks.Count(static task => task is { State: WanTaskState.Indeterminate, TaskId: null }));

        var one = tasks[0];
        var copy = Rows.Object([("TaskId", null), ("State", (long)one.State), ("JobKey", one.JobKey)]);
        Assert.All(new object[] { one, copy, Rows.Travelled(one), Rows.Csv($"TaskId|State|JobKey\n|Indeterminate|{one.JobKey}")[0] }, given =>
        {
            var error = Shell.Run("$given | Remove-WanTask", ("given", given)).OnlyError("Wan.Route.ValueUnusable");
            Assert.Contains($"'{one.JobKey}'", error.ErrorDetails.Message, StringComparison.Ordinal);
        });
        Assert.Equal(3, Shell.Run("Get-WanTask").MustSucceed().Output.Count);

        Shell.Run("Remove-WanTask -State Indeterminate").MustSucceed();
        Assert.Empty(Shell.Run("Get-WanTask").MustSucceed().Output);
    }

    [Fact]
    public void An_empty_cell_leaves_a_setting_as_it_is_and_an_empty_text_takes_it_back()
    {
        Shell.Run("Set-WanProfile gateway Beijing -ApiKeyVariable X -Endpoint https://gateway.example.com -Proxy http://proxy.example.com:8080 -Limit @{ 'i2v.duration.max' = 12 }").MustSucceed();
        var kept = Shell.Run("$rows | Set-WanProfile -PassThru", ("rows", Rows.Csv("Name|Endpoint|WorkspaceId|Proxy|Limit|Model|SubmitRate\ngateway||||||2"))).Single<WanProfile>();
        var back = Shell.Run("Set-WanProfile gateway -Endpoint '' -Proxy '' -Limit @{} -PassThru").Single<WanProfile>();

        Assert.Equal((true, "http://proxy.example.com:8080", 1, 2), (kept.CustomEndpoint, kept.Proxy, kept.Limit.Count, kept.SubmitRate));
        Assert.Equal((false, null, 0), (back.CustomEndpoint, back.Proxy, back.Limit.Count));
    }

    [Fact]
    public void Objects_of_a_JSON_file_give_numbers_lists_and_tables()
    {
        Shell.Run("$rows | New-WanImage", ("rows", Rows.Json($$"""
            { "Prompt": "put it there", "Image": ["{{Picture}}", "{{Picture}}"], "Count": 2, "Size": "1K", "Seed": 7, "Watermark": false, "NoThinking": true,
              "BoundingBox": [[], [[10, 10, 90, 90], [20, 20, 40, 40]]], "Model": null }
            """))).MustSucceed();
        Shell.Run("$rows | New-WanImage", ("rows", Rows.Json("""[{ "Prompt": "fox", "ColorPalette": { "#112233": 40, "#445566": 30.5, "#778899": "29.5" } }]"""))).MustSucceed();
        Shell.Run("$rows | New-WanImage", ("rows", Rows.Json("""[{ "Prompt": "fox", "ColorPalette": [{ "hex": "#112233", "ratio": "40%" }, { "hex": "#445566", "ratio": 30 }, { "hex": "#778899", "ratio": 30 }] }]"""))).MustSucceed();
        var profile = Shell.Run("$rows | Set-WanProfile -ApiKeyVariable X -PassThru", ("rows", Rows.Json("""{ "Name": "json", "Region": "Beijing", "SubmitRate": 2, "QueryRate": 2.5, "Limit": { "i2v.duration.max": 12 }, "Model": { "image_to_video": "wan2.7-i2v-2026-04-25" }, "Default": false }"""))).Single<WanProfile>();

        var bodies = Emulator.Log("image.sync").Select(static entry => entry.GetProperty("body").GetProperty("parameters")).ToArray();
        Assert.Equal("[[],[[10,10,90,90],[20,20,40,40]]]", JsonSerializer.Serialize(bodies[0].GetProperty("bbox_list")));
        Assert.Equal((2, 7), (bodies[0].GetProperty("n").GetInt32(), bodies[0].GetProperty("seed").GetInt32()));
        Assert.All(bodies.Skip(1), static body => Assert.Equal(3, body.GetProperty("color_palette").GetArrayLength()));
        Assert.Equal((2, 2.5, 12), (profile.SubmitRate, profile.QueryRate, profile.Limit["i2v.duration.max"]));
    }

    [Fact]
    public void A_hashtable_is_a_row_as_well()
        => Assert.Equal("turn", Shell.Run($"@{{ Prompt = 'turn'; FirstFrame = '{Picture}'; Resolution = '720P'; Duration = '4' }} | Start-WanVideoTask").Single<WanTask>().Prompt);

    [Fact]
    public void A_row_is_the_same_in_a_background_job()
    {
        var result = Shell.Run("$job = $rows | New-WanImage -AsJob; $null = $job.Finished.WaitOne(); $job.Output.ReadAll(); $job.Error", ("rows", Rows.Csv("Prompt| Count |Size\nfox|2|1K"))).MustSucceed();

        Assert.Equal(2, result.Of<WanImageResult>().Count);
    }

    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        (CultureInfo.CurrentCulture, CultureInfo.DefaultThreadCurrentCulture) = (_before, null);
    }

    private string Known { get; set; } = string.Empty;

    private int Port { get; set; }

    /// <summary>One finished task, a spare profile, a clip and a running emulator.</summary>
    private void Prepare()
    {
        In(string.Empty);
        Shell.Run("Get-WanTask | Remove-WanTask -Force; Stop-WanEmulator -WarningAction SilentlyContinue");
        Port = Shell.Run("Start-WanEmulator -TaskSeconds 0 -Default -PassThru").Single<WanEmulatorInfo>().Port;
        Known = Shell.Run($"Start-WanVideoTask turn {Picture} -Resolution 720P -JobKey known | Wait-WanTask").Single<WanTask>().TaskId!;
        Shell.Run("Set-WanProfile spare Beijing -ApiKeyVariable WAN27_TEST_SPARE").MustSucceed();
        Shell.Run("'kept', 'spare' | ForEach-Object { Set-WanStore $_ films -Region eu-central-1 -AccessKeyVariable WAN27_TEST_NO_KEY -SecretKeyVariable WAN27_TEST_NO_KEY }").MustSucceed();
        File.Copy(Path.Combine(ModuleAssemblies.Root, "examples", "media", "street.mp4"), Shell.PathOf("in.mp4"), overwrite: true);
        File.WriteAllText(Shell.PathOf("rows.csv"), "provider,model,unit,amount,currency,source,checked\nDashScope,wan2.7-image*,picture,1,XTS,https://prices.example,2026-11-20\n");
        File.WriteAllText(Shell.PathOf("bill.txt"), $"Id;Used\n{Known};5,00\n");
        foreach (var folder in new[] { "ready", "out" }.Select(name => Shell.PathOf(name)).Where(Directory.Exists))
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>The culture of every thread, those of the engine's pipelines among them.</summary>
    private void In(string culture)
    {
        CultureInfo.CurrentCulture = CultureInfo.DefaultThreadCurrentCulture = CultureInfo.GetCultureInfo(culture);
        Assert.Equal(culture, Shell.Run("[System.Globalization.CultureInfo]::CurrentCulture.Name").Single<string>());
    }
}
