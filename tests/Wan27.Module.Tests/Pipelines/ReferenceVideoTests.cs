using Wan27.ModuleTests.Binding;

namespace Wan27.ModuleTests.Pipelines;

/// <summary>Clips with the people and things of pictures and videos, from a table to stored files.</summary>
public sealed class ReferenceVideoTests : EmulatedTests
{
    private const string Table = "JobKey|Prompt|ReferenceImage|ReferenceVideo|ReferenceVoice|FirstFrame|Duration|Resolution\n"
        + "meet|Image 1 meets Image 2 and Video 1|photo.png;last.png|clip.mp4|;voice.wav||2|720P\n"
        + "walk|Video 1 walks by||clip.mp4||last.png||720P";

    private const string Batch = "$rows | Start-WanReferenceVideoTask | Wait-WanTask | Save-WanResult out -NameTemplate '{JobKey}{Ext}'";

    public ReferenceVideoTests() => MediaFiles.Write(Shell, Emulator);

    [Fact]
    public void A_table_becomes_stored_clips_and_a_second_run_pays_for_nothing()
    {
        var first = Shell.Run(Batch, ("rows", Rows.Csv(Table))).MustSucceed().Of<WanAsset>();
        var second = Shell.Run(Batch, ("rows", Rows.Csv(Table))).MustSucceed().Of<WanAsset>();

        Assert.Equal(["meet.mp4", "walk.mp4"], first.Select(static asset => Path.GetFileName(asset.Path)).Order(StringComparer.Ordinal));
        Assert.All(second, static asset => Assert.True(asset.AlreadyStored));
        Assert.Equal(2, Emulator.Log("video.submit").Count);
        Assert.All(Emulator.Log("video.submit"), static entry => Assert.Empty(entry.GetProperty("unknownFields").EnumerateArray()));

        // Three seconds of video go in with each.
        Assert.Equal([5, 8], Shell.Run("Get-WanTask -Route r2v | ForEach-Object { $_.Usage.BilledUnits }").MustSucceed().Output.Select(static value => Convert.ToInt32(value, null)).Order());
    }

    [Fact]
    public void Each_voice_goes_with_its_own_reference_and_a_gap_in_a_cell_is_kept()
    {
        Shell.Run("$rows | Start-WanReferenceVideoTask", ("rows", Rows.Csv(Table))).MustSucceed();

        var meet = Emulator.Log("video.submit").Select(static entry => entry.GetProperty("body").GetProperty("input")).Single(static input => input.GetProperty("prompt").GetString()!.StartsWith("Image", StringComparison.Ordinal));
        Assert.Equal(
            [("reference_image", false), ("reference_video", false), ("reference_image", true)],
            meet.GetProperty("media").EnumerateArray().Select(static item => (item.GetProperty("type").GetString()!, item.TryGetProperty("reference_voice", out _))));
    }

    [Theory]
    [InlineData("-ReferenceVoice '', voice.wav", new[] { false, true })]
    [InlineData("-ReferenceVoice $null, voice.wav", new[] { false, true })]
    [InlineData("-ReferenceVoice ';voice.wav'", new[] { false, true })]
    [InlineData("-ReferenceVoice voice.wav", new[] { true, false })]
    [InlineData("-ReferenceVoice 'voice.wav;'", new[] { true, false })]
    [InlineData("-ReferenceVoice ''", new[] { false, false })]
    [InlineData("", new[] { false, false })]
    public void Voices_are_given_by_place(string voices, bool[] expected)
    {
        Shell.Run($"Start-WanReferenceVideoTask 'Image 1 and Image 2' photo.png, last.png -Resolution 720P {voices}").MustSucceed();

        Assert.Equal(
            expected,
            Emulator.Log("video.submit").Single().GetProperty("body").GetProperty("input").GetProperty("media").EnumerateArray().Select(static item => item.TryGetProperty("reference_voice", out _)));
    }

    [Fact]
    public void A_finished_clip_and_a_picture_become_references_when_piped_in()
    {
        Shell.Run("""
            New-WanImage 'a fox' -Size 1K | Start-WanReferenceVideoTask 'Image 1 runs' -Resolution 720P -Duration 2 | Wait-WanTask |
                Start-WanReferenceVideoTask 'Video 1 runs on' -Resolution 720P -Duration 2
            """).Single<WanTask>();

        Assert.Equal(
            ["reference_image", "reference_video"],
            Emulator.Log("video.submit").Select(static entry => entry.GetProperty("body").GetProperty("input").GetProperty("media")[0].GetProperty("type").GetString()));
    }

    [Fact]
    public void The_report_knows_what_is_billed_and_which_reference_the_prompt_forgets()
    {
        var report = Shell.Run("Test-WanReferenceVideoInput 'Image 1 dances' photo.png -ReferenceVideo clip.mp4 -Resolution 720P").Single<WanPreflightReport>();

        Assert.Equal((WanRoutes.ReferenceToVideo, "8 s (3 s of input and 5 s of output)", 8.0, true), (report.Route, report.Billed, report.BilledUnits, report.Passed));
        Assert.Equal("The prompt does not name Video 1, clip.mp4.", Assert.Single(report.Checks, static check => check.Status == WanCheckStatus.Warning).Message);
        Assert.Empty(Emulator.Log("video.submit"));
    }

    [Fact]
    public void A_sender_warns_of_the_prompt_and_sends()
    {
        var result = Shell.Run("Start-WanReferenceVideoTask 'Image 1 meets Image 3' photo.png -Resolution 720P -Ratio 1:1 -FirstFrame last.png").MustSucceed();

        Assert.Equal(
            [
                "The prompt names Image 3, and only 1 reference image is given. Give it with -ReferenceImage, or name another; images and videos are counted apart.",
                "Ratio 1:1 is ignored by the service: the clip takes the shape of its first frame. Leave out -Ratio or -FirstFrame.",
            ],
            result.Warnings);
        Assert.Single(Emulator.Log("video.submit"));
    }

    [Fact]
    public void What_would_be_refused_is_stopped_before_any_upload()
    {
        var error = Shell.Run("Start-WanReferenceVideoTask 'Image 1' photo.png -ReferenceVideo clip.mp4 -Duration 12 -Resolution 720P").OnlyError("Wan.Route.PreflightFailed");

        Assert.Contains("Not submitted: Duration is 12; allowed is 2 to 10 seconds with a reference video.", error.ErrorDetails.Message, StringComparison.Ordinal);
        Assert.Empty(Emulator.Log("upload.post"));
    }
}
