using Wan27.Engine.Tests.Media;
using Wan27.ModuleTests.Console;
using Wan27.ModuleTests.Hosting;

namespace Wan27.ModuleTests.Preflight;

/// <summary>The Test cmdlets: one report per record, without a profile, a key or a service.</summary>
public sealed class ReportTests : IDisposable
{
    private readonly Shell _shell = new();

    public ReportTests()
    {
        File.Copy(Path.Combine(ModuleAssemblies.Root, "examples", "media", "street.mp4"), _shell.PathOf("street.mp4"));
        File.WriteAllBytes(_shell.PathOf("good.png"), HandMade.Png(2, false));
        File.WriteAllBytes(_shell.PathOf("alpha.png"), HandMade.Png(6, false));
        File.WriteAllBytes(_shell.PathOf("small.png"), HandMade.Png(6, false, 100, 100));
        File.WriteAllBytes(_shell.PathOf("long.mp4"), HandMade.Mp4(new Film(14)));
    }

    public void Dispose() => _shell.Dispose();

    [Fact]
    public void The_example_video_passes_and_its_bill_is_known()
    {
        var report = _shell.Run("Test-WanVideoEditInput clay street.mp4 -Resolution 720P").Single<WanPreflightReport>();

        Assert.True(report.Passed, report.ToString());
        Assert.Equal((WanRoutes.VideoEdit, "wan2.7-videoedit", "720P", 6.0, "second"), (report.Route, report.Model, report.Resolution, report.BilledUnits, report.BilledUnit));
        Assert.Equal("video street.mp4", report.Input);
        Assert.Null(report.Profile);
    }

    [Fact]
    public void Everything_wrong_with_a_job_is_in_its_report()
    {
        var report = _shell.Run("Test-WanVideoInput turn small.png -DrivingAudio street.mp4 -Duration 99 -Resolution 720P").Single<WanPreflightReport>();

        Assert.False(report.Passed);
        Assert.Equal(
            ["i2v.audio.formats", "i2v.duration.max", "i2v.frame.alpha", "i2v.frame.side.min"],
            report.Failed.Select(static check => check.Rule).Order(StringComparer.Ordinal));
        Assert.All(report.Failed, static check => Assert.False(string.IsNullOrEmpty(check.Fix) || string.IsNullOrEmpty(check.Source) || string.IsNullOrEmpty(check.Limit)));
    }

    [Fact]
    public void Quiet_gives_a_bool_for_each_record_in_their_order()
        => Assert.Equal(
            [true, false, false, true],
            _shell.Run("'good.png', 'alpha.png', 'nowhere.png', 'street.mp4' | Test-WanVideoInput -Duration 5 -Resolution 720P -LastFrame good.png -Quiet").MustSucceed().Of<bool>());

    [Fact]
    public void Files_pipe_in_by_themselves()
    {
        var reports = _shell.Run("[System.IO.DirectoryInfo]::new($PWD.Path).GetFiles('*.png') | Test-WanVideoInput -Resolution 720P").MustSucceed().Of<WanPreflightReport>();

        Assert.Equal([("first_frame alpha.png", false), ("first_frame good.png", true), ("first_frame small.png", false)], reports.Select(static report => (report.Input, report.Passed)).Order());
    }

    [Fact]
    public void Rows_of_a_file_are_reported_one_by_one()
    {
        var reports = _shell.Run("""
            [pscustomobject]@{ Video = 'street.mp4'; Prompt = 'clay'; ReferenceImage = 'good.png'; Resolution = '720P'; Duration = ''; JobKey = 'one' },
            [pscustomobject]@{ Video = 'long.mp4'; Prompt = 'ink'; ReferenceImage = 'good.png;alpha.png'; Resolution = ''; Duration = ''; JobKey = 'two' },
            [pscustomobject]@{ Video = ''; Prompt = 'glass'; ReferenceImage = ''; Resolution = '720P'; Duration = ''; JobKey = 'three' } | Test-WanVideoEditInput
            """).MustSucceed().Of<WanPreflightReport>();

        Assert.Collection(
            reports,
            static report => Assert.True(report.Passed),
            static report => Assert.Equal(["videoedit.reference.alpha", "videoedit.video.seconds.max"], report.Failed.Select(static check => check.Rule).Order(StringComparer.Ordinal)),
            static report => Assert.Equal("videoedit.videos.max", Assert.Single(report.Failed).Rule));
        Assert.Contains(reports[1].Warnings, static check => check.ConcernsBilling);
    }

    [Fact]
    public void What_cannot_be_read_as_a_job_is_a_report_too()
    {
        var reports = _shell.Run("Test-WanImageInput fox 'nowhere:\\x.png'; Test-WanImageInput fox -ColorPalette red").MustSucceed().Of<WanPreflightReport>();

        Assert.Equal(["Wan.Media.NotAFilePath", "Wan.Route.PaletteMalformed"], reports.Select(static report => Assert.Single(report.Failed).Rule));
    }

    [Fact]
    public void A_prompt_that_would_be_cut_passes_but_would_not_be_sent()
    {
        var report = _shell.Run("Test-WanImageInput ('x' * 5001)").Single<WanPreflightReport>();

        Assert.Equal((true, false), (report.Passed, report.CanSubmit));
        Assert.Contains("not sent", Assert.Single(report.Warnings).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Without_a_profile_the_plain_contract_holds_and_is_said()
        => Assert.Contains(_shell.Run("Test-WanImageInput fox -Quiet -Verbose").MustSucceed().Verbose, static text => text.Contains("No profile", StringComparison.Ordinal));

    [Fact]
    public void The_limits_of_a_profile_hold_without_its_key()
    {
        var results = _shell.Run("""
            Set-WanProfile main Singapore -ApiKeyVariable WAN27_NO_SUCH_KEY -Limit @{ 'videoedit.referenceImages.max' = 4 } -Default
            $four = 1..4 | ForEach-Object { "https://cdn.example.com/$_.png" }
            Test-WanVideoEditInput clay street.mp4 -ReferenceImage $four -Resolution 720P
            Test-WanVideoEditInput clay street.mp4 -ReferenceImage ($four + $four[0]) -Resolution 720P
            """).MustSucceed().Of<WanPreflightReport>();

        Assert.Equal([true, false], results.Select(static report => report.Passed));
        Assert.All(results, static report => Assert.Equal("main", report.Profile));
    }

    [Fact]
    public void A_profile_that_is_not_there_is_an_error()
        => _shell.Run("Test-WanImageInput fox -Profile nobody").OnlyError("Wan.Region.ProfileUnknown");

    [Fact]
    public async Task The_view_shows_what_failed_and_counts_the_rest()
    {
        var script = _shell.PathOf("show.ps1");
        File.WriteAllText(script, $"Test-WanVideoInput turn '{_shell.PathOf("small.png")}' -Resolution 720P");
        var text = (await ConsoleProcess.RunAsync(script)).Output;

        Assert.Contains("FAILED first_frame small.png", text, StringComparison.Ordinal);
        Assert.Contains("billed: 5 s", text, StringComparison.Ordinal);
        Assert.Matches("FAILED  i2v.frame.side.min +FirstFrame small.png is 100 x 100 px", text);
        Assert.Matches("FAILED  i2v.frame.alpha +FirstFrame small.png has an alpha", text);
        Assert.Matches(@"\([0-9]+ passed\)", text);
        Assert.DoesNotContain("\u001b", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_heading_has_no_empty_piece()
    {
        var script = _shell.PathOf("show.ps1");
        File.WriteAllText(script, "[Wan27.WanPreflightReport]@{ Input = 'video a.mp4'; Route = 'image_to_video'; Model = 'wan2.7-i2v'; Billed = 'nothing' }");

        Assert.Contains("  i2v, wan2.7-i2v, billed: nothing", (await ConsoleProcess.RunAsync(script)).Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_checks_are_a_table()
    {
        var script = _shell.PathOf("show.ps1");
        File.WriteAllText(script, $"(Test-WanVideoInput turn '{_shell.PathOf("small.png")}').Checks | Out-String -Width 200");
        var result = await ConsoleProcess.RunAsync(script);

        Assert.Matches("Status +Rule +Subject +Actual +Limit +Message", result.Output);
        Assert.Matches("Failed +i2v.frame.side.min +FirstFrame small.png", result.Output);
        Assert.DoesNotContain("\u001b", result.Output, StringComparison.Ordinal);
    }

    [FfmpegFact]
    public void Deep_finds_what_headers_hide()
    {
        var whole = File.ReadAllBytes(_shell.PathOf("street.mp4"));
        Array.Fill<byte>(whole, 0x55, whole.Length / 4, whole.Length / 2);
        File.WriteAllBytes(_shell.PathOf("broken.mp4"), whole);

        var reports = _shell.Run("'street.mp4', 'broken.mp4' | Test-WanVideoEditInput -Prompt clay -Resolution 720P -Deep").MustSucceed().Of<WanPreflightReport>();

        Assert.Equal(WanCheckStatus.Passed, reports[0].Checks.Single(static check => check.Rule == "videoedit.video.decodes").Status);
        Assert.False(reports[1].Passed, reports[1].ToString());
    }
}
