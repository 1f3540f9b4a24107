using Wan27.ModuleTests.Binding;

namespace Wan27.ModuleTests.Pipelines;

/// <summary>Clips from words alone, from a table to stored files.</summary>
public sealed class TextVideoTests : EmulatedTests
{
    private const string Table = "JobKey|Prompt|DrivingAudio|Ratio|Duration|Resolution|Model\ndawn|The boats leave|voice.wav|9:16|4|720P|wan2.7-t2v-2026-06-12\nnight|A lamp burns||||720p|";

    private const string Batch = "$rows | Start-WanTextVideoTask | Wait-WanTask | Save-WanResult out -NameTemplate '{JobKey}{Ext}'";

    public TextVideoTests()
    {
        MediaFiles.Write(Shell, Emulator);
    }

    [Fact]
    public void A_table_becomes_stored_clips_and_a_second_run_pays_for_nothing()
    {
        var first = Shell.Run(Batch, ("rows", Rows.Csv(Table))).MustSucceed().Of<WanAsset>();
        var second = Shell.Run(Batch, ("rows", Rows.Csv(Table))).MustSucceed().Of<WanAsset>();

        Assert.Equal(["dawn.mp4", "night.mp4"], first.Select(static asset => Path.GetFileName(asset.Path)).Order(StringComparer.Ordinal));
        Assert.All(second, static asset => Assert.True(asset.AlreadyStored));
        Assert.Equal(2, Emulator.Log("video.submit").Count);
        Assert.Single(Emulator.Log("upload.post"));
        Assert.All(Emulator.Log("video.submit"), static entry => Assert.Empty(entry.GetProperty("unknownFields").EnumerateArray()));
        Assert.Equal([4, 5], Shell.Run("Get-WanTask | ForEach-Object { $_.Usage.BilledUnits } | Sort-Object").MustSucceed().Output.Select(static value => Convert.ToInt32(value, null)).Order());
        Assert.Equal(2, Shell.Run("Get-WanTask -Route t2v").MustSucceed().Of<WanTask>().Count);
    }

    [Fact]
    public void What_is_sent_is_what_the_row_says_and_no_more()
    {
        Shell.Run("$rows | Start-WanTextVideoTask", ("rows", Rows.Csv(Table))).MustSucceed();

        var bodies = Emulator.Log("video.submit").Select(static entry => entry.GetProperty("body")).OrderBy(static body => body.GetProperty("input").GetProperty("prompt").GetString(), StringComparer.Ordinal).ToArray();
        Assert.Equal("""{"model":"wan2.7-t2v","input":{"prompt":"A lamp burns"},"parameters":{"resolution":"720P"}}""", bodies[0].GetRawText());
        Assert.StartsWith(
            """{"model":"wan2.7-t2v-2026-06-12","input":{"prompt":"The boats leave","audio_url":"oss://""", bodies[1].GetRawText(), StringComparison.Ordinal);
        Assert.Equal("""{"resolution":"720P","ratio":"9:16","duration":4}""", bodies[1].GetProperty("parameters").GetRawText());
    }

    [Fact]
    public void A_text_piped_in_is_the_prompt()
        => Assert.Equal(["dawn", "night"], Shell.Run("'dawn', 'night' | Start-WanTextVideoTask -Resolution 720P").MustSucceed().Of<WanTask>().Select(static task => task.Prompt));

    [Fact]
    public void A_picture_piped_in_is_refused_and_nothing_is_paid()
    {
        var error = Shell.Run("New-WanImage 'a fox' -Size 1K | Start-WanTextVideoTask 'it turns' -Resolution 720P").OnlyError("Wan.Route.NoMediaTaken");

        Assert.Equal("Input 1: A media file was piped in, and the route text_to_video makes its clips from words alone.", error.ErrorDetails.Message);
        Assert.Equal(
            "Use Start-WanVideoTask for a first frame, Start-WanReferenceVideoTask for references; a sound is given with -DrivingAudio.", error.ErrorDetails.RecommendedAction);
        Assert.Empty(Emulator.Log("video.submit"));
    }

    [Fact]
    public void A_dry_run_says_what_would_be_billed()
    {
        var report = Shell.Run("Test-WanTextVideoInput 'dawn' -Duration 7 -Resolution 720P").Single<WanPreflightReport>();

        Assert.Equal((WanRoutes.TextToVideo, "wan2.7-t2v", "7 s", 7.0, true), (report.Route, report.Model, report.Billed, report.BilledUnits, report.Passed));
        Assert.Empty(Emulator.Log("video.submit"));
    }

    [Fact]
    public void A_model_of_another_generation_is_refused_with_what_it_is()
    {
        var error = Shell.Run("Start-WanTextVideoTask dawn -Model wan3.0-video -Resolution 720P").OnlyError("Wan.Route.PreflightFailed");

        Assert.Contains("The model 'wan3.0-video' is of Wan 3.0", error.ErrorDetails.Message, StringComparison.Ordinal);
        Assert.Empty(Emulator.Log("video.submit"));
    }
}
