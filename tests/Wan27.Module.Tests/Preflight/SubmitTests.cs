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
    public void A_dearer_default_is_warned_of_once_per_batch()
    {
        var result = Shell.Run("1..5 | ForEach-Object { [pscustomobject]@{ FirstFrame = 'good.png' } } | Start-WanVideoTask turn").MustSucceed();

        Assert.Equal(5, result.Output.Count);
        Assert.Contains("1080P", Assert.Single(result.Warnings), StringComparison.Ordinal);
    }

    [Fact]
    public void The_seconds_of_an_edit_are_known_before_it_is_sent()
        => Assert.Contains(
            Shell.Run("Start-WanVideoEditTask clay street.mp4 -Resolution 720P -Verbose").MustSucceed().Verbose,
            static text => text.Contains("6 s (3 s of input and 3 s of output)", StringComparison.Ordinal));
}
