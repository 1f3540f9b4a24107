using Wan27.ModuleTests.Hosting;
using Wan27.ModuleTests.Pipelines;

namespace Wan27.ModuleTests.Binding;

/// <summary>An upload belongs to one model and has an end: a job that cannot use it is refused before anything is sent.</summary>
public sealed class UploadTests : EmulatedTests
{
    private const string Mine = "wan2.7-i2v";
    private const string Other = "wan2.7-videoedit";

    public static TheoryData<string> Uses =>
    [
        "Start-WanVideoTask turn -FirstClip $media -Duration 9 -Resolution 720P",
        "$media | Start-WanVideoTask turn -Duration 9 -Resolution 720P",
        "Start-WanVideoTask turn https://cdn.example.com/1.png -LastFrame $media -Resolution 720P",
        "Start-WanVideoTask turn -FirstClip $media -Duration 9 -Resolution 720P | Wait-WanTask | Start-WanVideoTask more -FirstClip https://cdn.example.com/1.mp4 -Duration 9 -Resolution 720P",
        "[pscustomobject]@{ Prompt = 'turn'; FirstClip = $media; Duration = '9'; Resolution = '720P' } | Start-WanVideoTask",
    ];

    [Theory]
    [MemberData(nameof(Uses))]
    public void An_upload_for_another_model_is_refused_with_both_names(string script)
    {
        var error = Shell.Run(script, ("media", Upload(Other))).OnlyError("Wan.Media.UploadOfOtherModel");

        Assert.Contains(Mine, error.ErrorDetails.Message, StringComparison.Ordinal);
        Assert.Contains(Other, error.ErrorDetails.Message, StringComparison.Ordinal);
        Assert.Contains("Publish-WanMedia", error.ErrorDetails.RecommendedAction, StringComparison.Ordinal);
        Assert.Empty(Emulator.Log());
    }

    [Theory]
    [MemberData(nameof(Uses))]
    public void An_upload_that_has_expired_is_refused_and_the_error_says_to_publish_again(string script)
    {
        var error = Shell.Run(script, ("media", Upload(Mine) with { ExpiresAt = DateTimeOffset.UtcNow.AddSeconds(-1) })).OnlyError("Wan.Media.UploadExpired");

        Assert.Contains("Publish-WanMedia", error.ErrorDetails.RecommendedAction, StringComparison.Ordinal);
        Assert.Empty(Emulator.Log());
    }

    [Theory]
    [MemberData(nameof(Uses))]
    public void An_upload_that_came_from_another_process_is_checked_as_well(string script)
        => Shell.Run(script, ("media", Rows.Travelled(Upload(Other)))).OnlyError("Wan.Media.UploadOfOtherModel");

    [Theory]
    [MemberData(nameof(Uses))]
    public void A_bare_address_tells_no_model_and_passes(string script)
    {
        // Whether the service takes it is the service's business.
        Shell.Run(script, ("media", Upload(Other).Url + (script.Contains("LastFrame", StringComparison.Ordinal) ? ".png" : ".mp4")));

        Assert.Single(Emulator.Log("video.submit"));
    }

    [Fact]
    public void A_snapshot_is_another_model_and_the_model_asked_for_counts()
    {
        Shell.Run("Start-WanVideoTask turn -FirstClip $media -Duration 9 -Model wan2.7-i2v-2026-04-25 -Resolution 720P", ("media", Upload(Mine))).OnlyError("Wan.Media.UploadOfOtherModel");
        Shell.Run("Start-WanVideoTask turn -FirstClip $media -Duration 9 -Model wan2.7-i2v-2026-04-25 -Resolution 720P", ("media", Upload("wan2.7-i2v-2026-04-25")));

        Assert.Equal("wan2.7-i2v-2026-04-25", Emulator.Log("video.submit").Single().GetProperty("body").GetProperty("model").GetString());
    }

    [Fact]
    public void A_list_is_checked_too_and_an_upload_among_strangers_does_not_taint_the_next_row()
    {
        var result = Shell.Run(
            """
            [pscustomobject]@{ Image = @('https://cdn.example.com/1.png', $media) }, [pscustomobject]@{ Image = @('https://cdn.example.com/1.png') } | New-WanImage fox -Size 1K
            """,
            ("media", Upload(Other)));

        Assert.Single(result.Output);
        Assert.Contains("Row 1", result.OnlyErrorBeside("Wan.Media.UploadOfOtherModel").ErrorDetails.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_job_in_the_background_checks_it_too()
    {
        var result = Shell.Run("New-WanImage fox -Image $media -Size 1K -AsJob | ForEach-Object { $null = $_.Finished.WaitOne(); $_.Error[0] }", ("media", Upload(Other)));

        Assert.StartsWith("Wan.Media.UploadOfOtherModel", Assert.IsType<System.Management.Automation.ErrorRecord>(Assert.Single(result.Output)).FullyQualifiedErrorId, StringComparison.Ordinal);
    }

    [Fact]
    public void A_check_reports_it()
        => Assert.False(Shell.Run("Test-WanVideoInput turn -FirstClip $media -Duration 9 -Resolution 720P -Quiet", ("media", Upload(Other))).Single<bool>());

    [Fact]
    public void An_expired_upload_can_be_piped_in_to_be_published_again()
    {
        File.Copy(Path.Combine(ModuleAssemblies.Root, "examples", "media", "street.mp4"), Shell.PathOf("in.mp4"));
        var again = Shell.Run("$media | Publish-WanMedia", ("media", Upload(Other) with { Path = Shell.PathOf("in.mp4"), ExpiresAt = DateTimeOffset.UtcNow.AddDays(-1) })).Single<WanPublishedMedia>();

        Assert.Equal((Other, Shell.PathOf("in.mp4")), (again.Model, again.Path));
    }

    private static WanPublishedMedia Upload(string model) => new()
    {
        Url = "oss://dashscope-instant/abc/clip",
        Path = "clip.mp4",
        Model = model,
        Profile = "emulator",
        ExpiresAt = DateTimeOffset.UtcNow.AddHours(1),
    };
}
