using System.Diagnostics;
using System.Management.Automation;
using System.Text.Json;

namespace Wan27.ModuleTests.Pipelines;

/// <summary>One pipeline, all at once.</summary>
public sealed class OverlapTests : EmulatedTests
{
    private const int Records = 50;

    public OverlapTests()
        : base(taskSeconds: 1)
    {
    }

    [Fact]
    public void Submits_polls_and_downloads_of_a_batch_overlap()
    {
        var stored = Shell.Run("""
            Set-WanProfile emulator -SubmitRate 20
            1..$count | ForEach-Object { [pscustomobject]@{ Prompt = "shot $_"; FirstFrame = "https://cdn.example.com/$_.png"; JobKey = "job-$_" } } |
                Start-WanVideoTask -Resolution 720P | Wait-WanTask | Save-WanResult -Destination out
            """, ("count", Records)).MustSucceed().Of<WanAsset>();

        Assert.Equal(Records, stored.Select(static asset => asset.Path).Distinct().Count());
        Assert.All(stored, static asset => Assert.True(File.Exists(asset.Path) && File.Exists(asset.SidecarPath)));
        Assert.Equal(Records, Emulator.Log("video.submit").Count);

        var lastSubmit = Emulator.Log("video.submit").Max(Started);
        Assert.True(Emulator.Log("task.query").Min(Started) < lastSubmit, "polling waits for the last submit");
        Assert.True(Emulator.Log("result.get").Min(Started) < lastSubmit, "downloading waits for the last submit");
        Assert.True(Emulator.Log("result.get").Min(Started) < Emulator.Log("task.query").Max(Started), "downloading waits for the last task");
    }

    [Fact]
    public async Task Stopping_a_batch_gives_the_prompt_back_within_a_second_or_so()
    {
        using var shell = Shell.Create("""
            1..500 | ForEach-Object { [pscustomobject]@{ FirstFrame = "https://cdn.example.com/$_.png" } } |
                Start-WanVideoTask -Resolution 720P | Wait-WanTask | ForEach-Object { $seen.Set(); $_ } | Save-WanResult -Destination out
            """);
        using var seen = new ManualResetEventSlim();
        shell.Runspace.SessionStateProxy.SetVariable("seen", seen);
        var invocation = shell.BeginInvoke();
        await Task.Run(seen.Wait);

        var watch = Stopwatch.StartNew();
        shell.Stop();

        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(1.5), $"{watch.Elapsed}");
        Assert.Throws<PipelineStoppedException>(() => shell.EndInvoke(invocation));
        Assert.DoesNotContain(Directory.GetFiles(Shell.Folder, "*.mp4", SearchOption.AllDirectories), static file => new FileInfo(file).Length == 0);
    }

    private static DateTimeOffset Started(JsonElement entry) => entry.GetProperty("startedAt").GetDateTimeOffset();
}
