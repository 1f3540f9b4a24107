using System.Text;
using System.Text.Json;
using Wan27.Engine.Tests.Media;
using Wan27.ModuleTests.Hosting;
using Wan27.ModuleTests.Pipelines;

namespace Wan27.ModuleTests.Preflight;

/// <summary>The same checks before a submit: what is wrong is never sent, and stops its own record only.</summary>
public sealed class SubmitTests : EmulatedTests
{
    public SubmitTests()
    {
        File.Copy(Path.Combine(ModuleAssemblies.Root, "examples", "media", "street.mp4"), Shell.PathOf("street.mp4"));
        File.WriteAllBytes(Shell.PathOf("good.png"), HandMade.Png(2, false));
        File.WriteAllBytes(Shell.PathOf("small.png"), HandMade.Png(6, false, 100, 100));
    }

    [Fact]
    public void Wrong_media_stop_their_record_and_nothing_of_them_is_sent()
    {
        var result = Shell.Run("""
            'good.png', 'small.png', 'street.mp4', 'good.png' | ForEach-Object { [pscustomobject]@{ FirstFrame = $_ } } | Start-WanVideoTask turn -Resolution 720P
            """);

        Assert.Equal(2, result.Output.Count);
        Assert.Equal(2, result.Errors.Count);
        Assert.All(result.Errors, static error => Assert.StartsWith("Wan.Media.PreflightFailed,", error.FullyQualifiedErrorId, StringComparison.Ordinal));
        Assert.Contains("100 x 100 px", result.Errors[0].ErrorDetails.Message, StringComparison.Ordinal);
        Assert.Contains("alpha", result.Errors[0].ErrorDetails.Message, StringComparison.Ordinal);
        Assert.Equal((2, 1), (Emulator.Log("video.submit").Count, Emulator.Log("upload.post").Count));
    }

    [Fact]
    public void A_record_that_is_wrong_alone_reaches_nobody()
    {
        Shell.Run("New-WanImage fox -Image small.png; Start-WanVideoEditTask clay good.png -Resolution 720P; Start-WanImageTask fox -Image small.png");

        Assert.Empty(Emulator.Log());
    }

    [Fact]
    public void Skipped_checks_are_warned_of_once_sent_and_recorded()
    {
        var result = Shell.Run("1..3 | ForEach-Object { [pscustomobject]@{ FirstFrame = 'good.png' } } | Start-WanVideoTask turn -Resolution 720P -SkipPreflight").MustSucceed();

        Assert.All(result.Of<WanTask>(), static task => Assert.True(task.PreflightSkipped));
        Assert.Contains("first_frame", Assert.Single(result.Warnings), StringComparison.Ordinal);
        Assert.Equal(3, Emulator.Log("video.submit").Count);
    }

    [Fact]
    public void A_prompt_of_the_wrong_encoding_is_warned_of_and_sent()
    {
        var result = Shell.Run("Start-WanVideoTask \"caf$([char]0xFFFD)\" good.png -Resolution 720P").MustSucceed();

        Assert.Contains("U+FFFD", Assert.Single(result.Warnings), StringComparison.Ordinal);
        Assert.Single(Emulator.Log("video.submit"));
    }

    [Fact]
    public void What_is_wrong_is_found_out_by_the_service_when_checks_are_skipped()
    {
        var result = Shell.Run("Start-WanVideoTask turn small.png -Resolution 720P -SkipPreflight");

        Assert.DoesNotContain("PreflightFailed", Assert.Single(result.Errors).FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Single(Emulator.Log("video.submit"));
    }

    [Fact]
    public void A_dry_run_finds_the_same_and_sends_nothing()
    {
        var result = Shell.Run("'good.png', 'small.png' | Start-WanVideoTask -WhatIf");

        var error = result.OnlyError("Wan.Media.PreflightFailed");
        Assert.Contains("100 x 100 px", error.ErrorDetails.Message, StringComparison.Ordinal);
        Assert.Contains("1080P", Assert.Single(result.Warnings), StringComparison.Ordinal);
        Assert.Empty(Emulator.Log());
    }

    [Fact]
    public void A_dearer_default_is_warned_of_for_the_first_records_and_then_counted()
    {
        var result = Shell.Run("1..5 | ForEach-Object { [pscustomobject]@{ FirstFrame = 'good.png' } } | Start-WanVideoTask turn").MustSucceed();

        Assert.Equal(5, result.Output.Count);
        Assert.Equal(["Row 1: ", "Row 2: ", "Row 3: "], result.Warnings.Take(3).Select(static text => text[..7]));
        Assert.All(result.Warnings.Take(3), static text => Assert.Contains("1080P", text, StringComparison.Ordinal));
        Assert.Equal(
            "2 more of 5 records with the warning 'i2v.resolution', as the first 3 above. Each job that is sent carries its own in Warnings.",
            Assert.Single(result.Warnings.Skip(3)));
        Assert.All(result.Of<WanTask>(), static task => Assert.Contains("1080P", Assert.Single(task.Warnings), StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("")]
    [InlineData(" -WhatIf")]
    public void A_thousand_misread_rows_are_few_lines_and_a_count(string dry)
    {
        // "füchs" as a file of Windows-1252 has it, read as UTF-8 as PowerShell does.
        var prompt = Encoding.UTF8.GetString([(byte)'f', 0xFC, (byte)'c', (byte)'h', (byte)'s']);
        var result = Shell.Run(
            "Set-WanProfile emulator -SubmitRate 1000 -QueryRate 1000; $rows = 1..1000 | ForEach-Object { [pscustomobject]@{ Prompt = $prompt; FirstFrame = 'good.png'; Resolution = '720P'; Duration = '2' } }; "
                + $"$rows | Start-WanVideoTask -WarningVariable told{dry}; $global:count = $told.Count",
            ("prompt", prompt)).MustSucceed();

        string[] expected =
        [
            .. Enumerable.Range(1, 3).Select(static row => $"Row {row}: Prompt holds characters that could not be read (U+FFFD): the file was read in the wrong encoding. Read the file in the encoding that it was written in, such as Import-Csv -Encoding ansi, or save it as UTF-8."),
            "997 more of 1000 records with the warning 'text.encoding', as the first 3 above. Each job that is sent carries its own in Warnings.",
        ];
        Assert.Equal(expected, result.Warnings);
        Assert.Equal(4, Shell.Run("$count").Single<int>());
        Assert.Equal(dry.Length == 0 ? 1000 : 0, result.Output.Count);
        Assert.Equal(dry.Length == 0 ? 1000 : 0, Shell.Run("@(Get-WanTask | Where-Object { $_.Warnings.Count -eq 1 }).Count").Single<int>());
    }

    [Fact]
    public void Who_stops_at_warnings_has_paid_for_nothing()
    {
        var result = Shell.Run("Start-WanVideoTask \"caf$([char]0xFFFD)\" good.png -Resolution 720P -WarningAction Stop");

        Assert.NotNull(result.Terminated);
        Assert.Empty(Emulator.Log());
    }

    [Fact]
    public void A_warning_stands_on_the_result_in_the_journal_and_in_the_sidecar()
    {
        const string Said = "JobKey holds characters that could not be read (U+FFFD): the file was read in the wrong encoding. Read the file in the encoding that it was written in, such as Import-Csv -Encoding ansi, or save it as UTF-8.";
        var asset = Shell.Run("Start-WanVideoTask turn good.png -Resolution 720P -JobKey \"f$([char]0xFFFD)\" | Wait-WanTask | Save-WanResult out -NameTemplate '{TaskId}{Ext}'").Single<WanAsset>();
        var picture = Shell.Run("$picture = New-WanImage \"caf$([char]0xFFFD)\" -Size 1K; $picture").Single<WanImageResult>();
        var drawn = Shell.Run("$picture | Save-WanResult out").Single<WanAsset>();

        Assert.Equal([Said], Shell.Run("Get-WanTask").Single<WanTask>().Warnings);
        Assert.Equal(Said, WarningIn(asset));
        Assert.Equal([Said.Replace("JobKey", "Prompt", StringComparison.Ordinal)], picture.Warnings);
        Assert.Equal(picture.Warnings[0], WarningIn(drawn));
    }

    [Fact]
    public void A_warning_travels_with_a_result_that_has_lost_its_type()
        => Assert.Contains(
            "U+FFFD",
            Shell.Run("$task = Start-WanVideoTask \"caf$([char]0xFFFD)\" good.png -Resolution 720P; [System.Management.Automation.PSSerializer]::Deserialize([System.Management.Automation.PSSerializer]::Serialize($task)) | Wait-WanTask")
                .Single<WanTask>().Warnings[0],
            StringComparison.Ordinal);

    [Fact]
    public void The_seconds_of_an_edit_are_known_before_it_is_sent()
        => Assert.Contains(
            Shell.Run("Start-WanVideoEditTask clay street.mp4 -Resolution 720P -Verbose").MustSucceed().Verbose,
            static text => text.Contains("6 s (3 s of input and 3 s of output)", StringComparison.Ordinal));

    private static string? WarningIn(WanAsset asset)
        => Assert.Single(JsonDocument.Parse(File.ReadAllBytes(asset.SidecarPath!)).RootElement.GetProperty("warnings").EnumerateArray()).GetString();
}
