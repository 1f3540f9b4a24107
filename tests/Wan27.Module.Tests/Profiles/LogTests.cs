using System.Text.Json;
using Wan27.ModuleTests.Hosting;
using Wan27.ModuleTests.Pipelines;

namespace Wan27.ModuleTests.Profiles;

/// <summary>The log that a profile keeps of every run.</summary>
public sealed class LogTests : EmulatedTests
{
    private const string Chain = "Start-WanVideoTask turn in.png -Resolution 720P -Duration 2 -JobKey fox | Wait-WanTask | Save-WanResult out";

    public LogTests() => Shell.Run("New-WanImage portrait -Size 1K | Save-WanResult . -NameTemplate 'in{Ext}'").MustSucceed();

    [Fact]
    public void A_run_is_told_from_its_upload_to_its_file()
    {
        var shown = Shell.Run("Set-WanProfile emulator -LogPath logs -PassThru").Single<WanProfile>();
        var asset = Shell.Run(Chain).Single<WanAsset>();
        var lines = Lines();

        Assert.Equal(Shell.PathOf("logs"), shown.LogPath);
        Assert.All(lines, line =>
        {
            Assert.Equal(("emulator", "image_to_video", "wan2.7-i2v", "Singapore"), (Text(line, "profile"), Text(line, "route"), Text(line, "model"), Text(line, "region")));
            Assert.Equal(shown.Endpoint, Text(line, "endpoint"));
            Assert.Equal("session", Text(line, "keySource"));
        });
        Assert.Equal(["task:Submitting", "upload", "task:Submitting", "task:Submitted", "task:Completed", "task:Stored", "file"],
            lines.Select(static line => Text(line, "event") == "task" ? $"task:{Text(line, "state")}" : Text(line, "event")).Where((name, at) => name != "task:Polling"));
        var stored = lines[^1];
        Assert.Equal((asset.Path, asset.Sha256, asset.TaskId, "fox"), (Text(stored, "path"), Text(stored, "sha256"), Text(stored, "taskId"), Text(stored, "jobKey")));
        var first = lines[0].GetProperty("request");
        Assert.Equal(("turn", "720P", 2), (Text(first, "prompt"), Text(first, "resolution"), first.GetProperty("duration").GetInt32()));
        Assert.Equal(2, lines.Single(static line => Text(line, "state") == "Completed").GetProperty("usage").GetProperty("billedUnits").GetDouble());
    }

    [Fact]
    public void Pictures_and_errors_are_told_too()
    {
        Shell.Run("Set-WanProfile emulator -LogPath logs");
        Shell.Run("New-WanImage fox -Size 1K | Save-WanResult out").MustSucceed();
        Emulator.Fault(new { kind = "Status", operation = "image.sync", status = 400, code = "Arrearage", message = "no", count = 1 });
        Shell.Run("New-WanImage fox -Size 1K").OnlyError("Wan.Billing.Arrearage");
        var lines = Lines();

        Assert.Equal(["image", "file", "error"], lines.Select(static line => Text(line, "event")));
        Assert.DoesNotContain("?", Text(lines[0], "url"), StringComparison.Ordinal);
        Assert.Equal("Wan.Billing.Arrearage", Text(lines[2].GetProperty("error"), "errorId"));
        Assert.Equal(Text(lines[2], "requestId"), Text(lines[2].GetProperty("error"), "requestId"));
    }

    [Fact]
    public void A_refused_job_is_named()
    {
        Shell.Run("Set-WanProfile emulator -LogPath logs; Start-WanVideoTask turn missing.png -Resolution 720P -JobKey fox").OnlyError("Wan.Media.PreflightFailed");

        Assert.Equal(("error", "fox"), (Text(Assert.Single(Lines()), "event"), Text(Assert.Single(Lines()), "jobKey")));
    }

    [Fact]
    public void A_log_that_cannot_be_written_is_one_warning_and_stops_nothing()
    {
        Shell.Run("Set-WanProfile emulator -LogPath logs").MustSucceed();
        File.WriteAllText(Shell.PathOf("logs"), "in the way");
        var run = Shell.Run(Chain).MustSucceed();

        Assert.IsType<WanAsset>(Assert.Single(run.Output));
        Assert.Contains("cannot be written", Assert.Single(run.Warnings), StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_is_refused_where_a_folder_belongs()
    {
        File.WriteAllText(Shell.PathOf("log.txt"), string.Empty);

        Shell.Run("Set-WanProfile emulator -LogPath log.txt").OnlyError("Wan.Storage.LogPathIsFile");
    }

    [Theory]
    [InlineData("\"logPath\": \"\"")]
    [InlineData("\"logPath\": \"a\\u0000b\"")]
    public void A_path_edited_by_hand_never_costs_a_picture(string member)
    {
        Shell.Run("Set-WanProfile emulator -LogPath logs").MustSucceed();
        var file = Directory.GetFiles(Shell.PathOf("home"), "profiles.json", SearchOption.AllDirectories).Single();
        File.WriteAllText(file, System.Text.RegularExpressions.Regex.Replace(File.ReadAllText(file), "\"logPath\": \"[^\"]*\"", _ => member));

        Assert.IsType<WanImageResult>(Assert.Single(Shell.Run("New-WanImage fox -Size 1K").MustSucceed().Output));
        Assert.IsType<WanTask>(Assert.Single(Shell.Run("Start-WanImageTask fox -Size 1K -JobKey fox").MustSucceed().Output));
        Assert.IsType<WanTask>(Assert.Single(Shell.Run("Start-WanImageTask fox -Size 1K -JobKey fox").MustSucceed().Output));
    }

    [Fact]
    public void A_folder_that_cannot_be_made_is_warned_of_at_once_and_named_by_the_test()
    {
        File.WriteAllText(Shell.PathOf("log.txt"), "mine");
        var set = Shell.Run("Set-WanProfile emulator -LogPath log.txt/logs").MustSucceed();
        var storage = Assert.Single(Shell.Run("Test-WanProfile").Of<WanProfileCheck>(), static check => check.Check == "Storage");

        Assert.Contains("The log cannot be written to", Assert.Single(set.Warnings), StringComparison.Ordinal);
        Assert.StartsWith("The log of the profile cannot be written to", storage.Detail, StringComparison.Ordinal);
        Assert.Contains("-LogPath", storage.Fix, StringComparison.Ordinal);
    }

    [Fact]
    public void An_empty_path_ends_the_log()
    {
        Shell.Run("Set-WanProfile emulator -LogPath logs; Set-WanProfile emulator -LogPath ''").MustSucceed();
        Shell.Run(Chain).MustSucceed();

        Assert.False(Directory.Exists(Shell.PathOf("logs")));
        Assert.Null(Shell.Run("Get-WanProfile emulator").Single<WanProfile>().LogPath);
    }

    private static string? Text(JsonElement line, string name) => line.TryGetProperty(name, out var value) ? value.GetString() : null;

    private List<JsonElement> Lines()
        => [.. File.ReadAllLines(Assert.Single(Directory.GetFiles(Shell.PathOf("logs")))).Select(static line => JsonDocument.Parse(line).RootElement)];
}
