using Wan27.ModuleTests.Hosting;
using Wan27.ModuleTests.Pipelines;

namespace Wan27.ModuleTests.Profiles;

/// <summary>What went over the wire, as -Debug and Resolve-WanError -Verbose show it.</summary>
public sealed class ExchangeTests : EmulatedTests
{
    private const string Start = "Start-WanVideoTask turn https://cdn.example.com/a.png -Resolution 720P -Duration 2";

    [Fact]
    public void Debug_shows_the_request_and_the_answer_without_authorization()
    {
        var shown = Assert.Single(Debug(Start), static text => text.StartsWith("POST", StringComparison.Ordinal));

        Assert.Contains("/api/v1/services/aigc/video-generation/video-synthesis", shown, StringComparison.Ordinal);
        Assert.Contains("Authorization: Bearer [key removed]", shown, StringComparison.Ordinal);
        Assert.Contains("X-DashScope-Async: enable", shown, StringComparison.Ordinal);
        Assert.Contains("\"prompt\":\"turn\"", shown, StringComparison.Ordinal);
        Assert.Contains("ms: 200 OK", shown, StringComparison.Ordinal);
        Assert.Contains("\"task_status\":\"PENDING\"", shown, StringComparison.Ordinal);
        Assert.DoesNotContain(EmulatorControl.Key, shown, StringComparison.Ordinal);
    }

    [Fact]
    public void The_switch_shows_the_steps_too_and_asks_for_nothing()
    {
        var texts = Debug($"{Start} -Debug", "SilentlyContinue");

        Assert.Contains(texts, static text => text.StartsWith("Bundle: ", StringComparison.Ordinal));
        Assert.Contains(texts, static text => text.StartsWith("POST ", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("$DebugPreference = 'Stop'")]
    [InlineData("$VerbosePreference = 'Stop'; $null = Get-WanProfile")]
    public void No_preference_takes_a_paid_picture_with_it(string preference)
    {
        using var shell = Shell.Create($"{preference}; $ErrorActionPreference = 'Continue'; New-WanImage fox -Size 1K -Verbose:$false");
        var output = new System.Management.Automation.PSDataCollection<System.Management.Automation.PSObject>();
        shell.Invoke(null, output);

        Assert.Single(output, static item => item.BaseObject is WanImageResult);
    }

    [Fact]
    public void Without_debug_nothing_of_it_is_shown()
        => Assert.Empty(Debug(Start, "SilentlyContinue"));

    [Fact]
    public void Policies_signatures_and_signed_queries_are_named_but_not_shown()
    {
        File.Copy(Path.Combine(ModuleAssemblies.Root, "examples", "media", "street.mp4"), Shell.PathOf("in.mp4"));
        var texts = Debug("Start-WanVideoEditTask clay in.mp4 -Resolution 720P | Wait-WanTask -PollIntervalSec 1 | Save-WanResult out");

        Assert.Contains("\"policy\":\"[removed]\"", Assert.Single(texts, static text => text.Contains("getPolicy", StringComparison.Ordinal)), StringComparison.Ordinal);
        var form = Assert.Single(texts, static text => text.Contains("form of", StringComparison.Ordinal));
        Assert.Contains("OSSAccessKeyId: [removed], Signature: [removed], policy: [removed]", form, StringComparison.Ordinal);
        Assert.Contains($"file: {new FileInfo(Shell.PathOf("in.mp4")).Length} bytes", form, StringComparison.Ordinal);
        Assert.Contains(texts, static text => text.StartsWith("GET", StringComparison.Ordinal) && text.Contains("Content-Type: video/mp4", StringComparison.Ordinal));
        Assert.All(texts, static text => Assert.False(text.Contains("Signature=", StringComparison.OrdinalIgnoreCase), text));
    }

    [Fact]
    public void Embedded_media_is_shortened()
    {
        var text = Assert.Single(Debug($"Start-WanVideoTask turn 'data:image/png;base64,{Convert.ToBase64String(Picture())}' -Resolution 720P -SkipPreflight"));

        Assert.Contains("data:image/png;base64,... (", text, StringComparison.Ordinal);
        Assert.True(text.Length < 2500, text);
    }

    [Theory]
    [InlineData("Status", "ms: 400")]
    [InlineData("DropAfterBody", "Exception: ")]
    [InlineData("HalfJson", "ms: 200 OK")]
    public void The_exchange_that_led_to_an_error_is_shown_with_its_explanation(string kind, string expected)
    {
        Emulator.Fault(new { kind, operation = "video.submit", status = 400, code = "InvalidParameter", message = "no" });
        using var shell = Shell.Create($"{Start} -OnAmbiguous Report -ErrorAction SilentlyContinue; Resolve-WanError -Verbose");
        shell.Invoke();

        var shown = Assert.Single(shell.Streams.Verbose, static record => record.Message.StartsWith("The exchange:", StringComparison.Ordinal)).Message;
        Assert.Contains("video-synthesis", shown, StringComparison.Ordinal);
        Assert.Contains(expected, shown, StringComparison.Ordinal);
    }

    [Fact]
    public void The_look_that_told_of_a_failed_task_is_shown_with_its_explanation()
    {
        Emulator.Fault(new { kind = "FailTask", code = "DataInspectionFailed", message = "Output data may contain inappropriate content." });
        using var shell = Shell.Create($"{Start} | Wait-WanTask -ErrorAction SilentlyContinue | Resolve-WanError -Verbose");
        shell.Invoke();

        Assert.Contains(shell.Streams.Verbose, static record => record.Message.Contains("\"code\":\"DataInspectionFailed\"", StringComparison.Ordinal));
    }

    [Fact]
    public void A_local_error_says_that_there_was_no_exchange()
    {
        using var shell = Shell.Create("Start-WanVideoTask turn missing.png -Resolution 720P -ErrorAction SilentlyContinue; Resolve-WanError -Verbose");
        shell.Invoke();

        Assert.Contains(shell.Streams.Verbose, static record => record.Message.StartsWith("No exchange", StringComparison.Ordinal));
    }

    [Fact]
    public void A_failed_download_has_its_exchange()
    {
        Shell.Run($"$task = {Start} | Wait-WanTask").MustSucceed();
        Emulator.Fault(new { kind = "Status", operation = "result.get", status = 404, code = "NoSuchKey", message = "gone", count = 20 });
        var error = Assert.Single(Shell.Run("$task | Save-WanResult out -ErrorAction SilentlyContinue; $Error[0].Exception").Output);

        Assert.Contains("404", Assert.IsType<WanException>(error).Exchange, StringComparison.Ordinal);
    }

    private static byte[] Picture() => [.. Enumerable.Range(0, 3000).Select(static number => (byte)number)];

    private List<string> Debug(string script, string preference = "Continue")
    {
        using var shell = Shell.Create($"$DebugPreference = '{preference}'; {script}");
        shell.Invoke();
        return [.. shell.Streams.Debug.Select(static record => record.Message)];
    }
}
