using System.Diagnostics;
using System.Globalization;
using System.Management.Automation;
using Wan27.Engine.Tests.Media;
using Wan27.ModuleTests.Hosting;

namespace Wan27.ModuleTests.Preflight;

/// <summary>Convert-WanMedia: what it writes passes, what it was given stays as it was.</summary>
public sealed class ConvertTests : IDisposable
{
    private readonly Shell _shell = new();

    public ConvertTests() => File.Copy(Path.Combine(ModuleAssemblies.Root, "examples", "media", "street.mp4"), _shell.PathOf("street.mp4"));

    public void Dispose() => _shell.Dispose();

    [Fact]
    public void A_file_that_conforms_is_copied()
    {
        var copy = _shell.Run("Convert-WanMedia street.mp4 videoedit video").Single<FileInfo>();

        Assert.Equal(_shell.PathOf("street-wan.mp4"), copy.FullName);
        Assert.Equal(File.ReadAllBytes(_shell.PathOf("street.mp4")), File.ReadAllBytes(copy.FullName));
    }

    [Fact]
    public void A_dry_run_says_the_steps_and_writes_nothing()
    {
        File.WriteAllBytes(_shell.PathOf("long.wav"), HandMade.Wave(31));
        var before = Directory.GetFileSystemEntries(_shell.Folder);
        _shell.Run("Convert-WanMedia long.wav i2v driving_audio -WhatIf; Convert-WanMedia street.mp4 videoedit video out -WhatIf").MustSucceed();

        Assert.Equal(before, Directory.GetFileSystemEntries(_shell.Folder));
    }

    [Fact]
    public void One_file_that_fails_does_not_stop_the_others()
    {
        File.WriteAllText(_shell.PathOf("text.mp4"), "no film at all");
        var result = _shell.Run("'missing.mp4', 'text.mp4', 'street.mp4', 'https://cdn.example.com/a.mp4' | Convert-WanMedia -Route video_editing -Role video -Destination out");

        Assert.Equal(_shell.PathOf("out", "street.mp4"), Assert.IsType<FileInfo>(Assert.Single(result.Output)).FullName);
        Assert.Equal(3, result.Errors.Count);
        Assert.All(result.Errors, static error => Assert.StartsWith("Wan.Media.", error.FullyQualifiedErrorId, StringComparison.Ordinal));
        Assert.Contains("missing.mp4", result.Errors[0].ErrorDetails.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_that_is_there_is_replaced_only_when_asked()
    {
        _shell.Run("Convert-WanMedia street.mp4 videoedit video out").MustSucceed();
        _shell.Run("Convert-WanMedia street.mp4 videoedit video out").OnlyError("Wan.Storage.ConformExists");
        _shell.Run("Convert-WanMedia street.mp4 videoedit video out -Force").MustSucceed();
    }

    [Theory]
    [InlineData("Convert-WanMedia street.mp4 v2v video", "Wan.Route.RouteUnknown", "image_to_video")]
    [InlineData("Convert-WanMedia street.mp4 videoedit first_frame", "Wan.Route.RoleUnknown", "reference_image")]
    public void A_route_or_role_that_is_not_there_ends_it_with_what_is(string script, string id, string word)
    {
        var error = _shell.Run(script).OnlyError(id);

        Assert.Contains(word, error.ErrorDetails.RecommendedAction, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Convert-WanMedia x -Route i", "image,image_generation_or_editing,image_to_video,i2v")]
    [InlineData("Convert-WanMedia x -Route i2v -Role f", "first_clip,first_frame")]
    [InlineData("Convert-WanMedia x -Route video_editing -Role ", "reference_image,video")]
    [InlineData("Test-WanVideoEditInput -Model wan", "wan2.7-videoedit")]
    public void Routes_roles_and_models_complete(string line, string expected)
    {
        var matches = _shell.Run("(TabExpansion2 $line $line.Length).CompletionMatches.CompletionText", ("line", line)).MustSucceed().Of<string>();

        Assert.Equal(expected.Split(',').Order(StringComparer.Ordinal), matches.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Without_ffmpeg_the_error_says_how_to_get_it()
    {
        File.WriteAllBytes(_shell.PathOf("small.png"), HandMade.Png(6, false, 100, 100));
        var error = _shell.Run("$path = $env:PATH; $env:PATH = ''; try { Convert-WanMedia small.png i2v first_frame } finally { $env:PATH = $path }").OnlyError("Wan.Media.FfmpegMissing");

        Assert.Contains("Install ffmpeg", error.ErrorDetails.RecommendedAction, StringComparison.Ordinal);
    }

    [FfmpegFact]
    public void What_it_writes_passes_the_checks()
    {
        Ffmpeg("-f lavfi -i color=red@0.5:s=100x900,format=rgba -frames:v 1", "wild.png");
        Ffmpeg("-f lavfi -i testsrc=s=320x240:r=10:d=12 -c:v mpeg4", "long.avi");
        Ffmpeg("-f lavfi -i sine=d=33", "long.flac");
        var hash = Convert.ToHexString(System.Security.Cryptography.SHA256.HashData(File.ReadAllBytes(_shell.PathOf("long.avi"))));

        var result = _shell.Run("""
            $frame = Convert-WanMedia wild.png i2v first_frame -Fit Crop -Background white
            $clip = Convert-WanMedia long.avi video_editing video -Destination clip.mp4 -Verbose
            $sound = Convert-WanMedia long.flac i2v driving_audio
            Test-WanVideoInput turn $frame -DrivingAudio $sound -Resolution 720P -Deep
            Test-WanVideoEditInput clay $clip -Resolution 720P -Deep
            """).MustSucceed();

        Assert.All(result.Of<WanPreflightReport>(), static report => Assert.True(report.Passed, string.Join(" ", report.Failed)));
        Assert.Contains(result.Verbose, static text => text.Contains("Cut from 12 s to 10 s", StringComparison.Ordinal));
        Assert.Equal(hash, Convert.ToHexString(System.Security.Cryptography.SHA256.HashData(File.ReadAllBytes(_shell.PathOf("long.avi")))));
    }

    [FfmpegFact]
    public void What_the_decoder_refuses_is_an_error_of_its_file_and_what_it_only_complains_of_a_warning()
    {
        // A header and nothing behind it; and a picture of which half is there.
        File.WriteAllBytes(_shell.PathOf("hollow.png"), HandMade.Png(6, false, 100, 100));
        Ffmpeg("-f lavfi -i testsrc2=s=200x200:r=1,noise=alls=80 -frames:v 1", "half.jpg");
        var whole = File.ReadAllBytes(_shell.PathOf("half.jpg"));
        File.WriteAllBytes(_shell.PathOf("half.jpg"), whole[..(whole.Length / 2)]);

        var result = _shell.Run("Convert-WanMedia street.mp4 videoedit video out; 'hollow.png', 'half.jpg' | Convert-WanMedia -Route i2v -Role first_frame -Destination out");

        Assert.Equal(["street.mp4", "half.jpg"], result.Of<FileInfo>().Select(static file => file.Name));
        Assert.StartsWith("Wan.Media.ConformUndecodable", Assert.Single(result.Errors).FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Contains(result.Warnings, static text => text.Contains("half.jpg: The JPEG has no ", StringComparison.Ordinal));
        Assert.Contains(result.Warnings, static text => text.StartsWith("ffmpeg complained while it read half.jpg, which may be damaged: ", StringComparison.Ordinal));
    }

    [ShellFact]
    public async Task Stopping_ends_ffmpeg_and_leaves_no_part_file()
    {
        // An ffmpeg that never ends, so that nothing here depends on how fast a machine converts.
        Program("ffprobe", """
            case "$*" in
            *-show_streams*) echo '{"streams":[{"index":0,"codec_type":"video","codec_name":"h264","width":320,"height":240}]}' ;;
            *) echo 'best_effort_timestamp_time=0|duration_time=14' ;;
            esac
            """);
        Program("ffmpeg", $"""for argument; do case "$argument" in *.part) echo $$ > '{_shell.PathOf("pid")}'; : > "$argument"; exec sleep 600 ;; esac; done""");
        File.WriteAllBytes(_shell.PathOf("long.mp4"), HandMade.Mp4(new Film(14)));
        using var shell = _shell.Create($"$path = $env:PATH; $env:PATH = '{_shell.Folder}{Path.PathSeparator}' + $path; try {{ Convert-WanMedia long.mp4 videoedit video }} finally {{ $env:PATH = $path }}");
        var invocation = shell.BeginInvoke();
        await UntilAsync(() => Directory.GetFiles(_shell.Folder, "*.part").Length == 1);
        var process = Process.GetProcessById(int.Parse(await File.ReadAllTextAsync(_shell.PathOf("pid")), CultureInfo.InvariantCulture));

        var watch = Stopwatch.StartNew();
        shell.Stop();

        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(1.5), $"{watch.Elapsed}");
        Assert.Throws<PipelineStoppedException>(() => shell.EndInvoke(invocation));
        await process.WaitForExitAsync();

        // Killed at once: the library's own default would let it go on for five seconds.
        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(4), $"{watch.Elapsed}");
        await UntilAsync(() => Directory.GetFiles(_shell.Folder, "*.part").Length == 0);
        Assert.False(File.Exists(_shell.PathOf("long-wan.mp4")));
    }

    /// <summary>Waits for what must come; a minute is far more than it takes.</summary>
    private static async Task UntilAsync(Func<bool> isSo)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        while (!isSo())
        {
            await Task.Delay(20, limit.Token);
        }
    }

    private void Program(string name, string script)
    {
        var path = _shell.PathOf(name);
        File.WriteAllText(path, $"#!/bin/sh\n{script}\n");
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
    }

    private void Ffmpeg(string arguments, string name)
    {
        using var process = Process.Start("ffmpeg", $"-v error -y {arguments} \"{_shell.PathOf(name)}\"");
        process.WaitForExit();
        Assert.Equal(0, process.ExitCode);
    }
}
