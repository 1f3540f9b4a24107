using System.Management.Automation;

namespace Wan27.ModuleTests.Views;

/// <summary>What stands on the screen. Times are half a unit away from the next one, so that no slow machine changes a text.</summary>
public sealed class RenderedViewTests
{
    private static readonly Rendering Plain = new();

    private static readonly DateTimeOffset Begun = DateTimeOffset.UtcNow.AddMinutes(-210);

    private static readonly WanTask Task = new()
    {
        TaskId = "0385dc79-5ff8-4d82-bcb6-7ef3bcc1d3d6",
        State = WanTaskState.Completed,
        Route = WanRoutes.ImageToVideo,
        Model = "wan2.7-i2v",
        Profile = "main",
        Provider = "DashScope",
        Region = WanRegion.Singapore,
        Endpoint = "https://example.com",
        KeySource = "variable KEY",
        JobKey = "fox",
        Prompt = "It turns",
        Request = new Dictionary<string, object?> { ["duration"] = 5, ["media"] = new[] { "a.png", "b.png" } },
        SubmittedAt = Begun,
        EndedAt = Begun.AddSeconds(65),
        UrlExpiresAt = DateTimeOffset.UtcNow.AddHours(22.5),
        Usage = new WanUsage { BilledUnits = 5, Unit = "second", Resolution = "720P" },
    };

    /// <summary>One of every type that is emitted or hangs on what is emitted.</summary>
    public static TheoryData<object, string> Everything => new()
    {
        { Task, "0385dc79-5ff8-4d82-bcb6-7ef3bcc1d3d6" },
        { new WanImageResult { ImageUrl = "https://example.com/a.png", Size = "1024*1024", Model = "wan2.7-image", Prompt = "fox", UrlExpiresAt = DateTimeOffset.UtcNow.AddHours(22.5) }, "22h left" },
        { new WanAsset { Path = Path.Combine(Path.GetTempPath(), "fox.mp4"), SidecarPath = "fox.mp4.wan.json", Sha256 = new string('a', 64), Length = 3565158, StoredAt = Begun, Route = WanRoutes.VideoEdit }, "3.4 MB" },
        { new WanProfile { Name = "main", Endpoint = "https://example.com", KeySource = "variable KEY", Limit = new Dictionary<string, double> { ["a.b"] = 4 } }, "main" },
        { new WanProfileCheck { Check = "Region", Status = WanCheckStatus.Failed, Detail = "Wrong host.", Fix = "Take the other one.", Profile = "main" }, "Wrong host." },
        { new WanStore { Name = "media", Preset = "OSS", Bucket = "films", Prefix = "wan27/", Endpoint = "https://s3.oss-ap-southeast-1.aliyuncs.com", KeySource = "variable KEY and variable SECRET" }, "s3://films/wan27/" },
        { new WanStoreCheck { Store = "media", Check = "Write", Status = WanCheckStatus.Failed, Detail = "It may not.", Fix = "Grant it.", Bucket = "films", Endpoint = "https://example.com" }, "It may not." },
        { new WanPublishedMedia { Url = "oss://a/b.png", Path = "b.png", Length = 2048, Model = "wan2.7-i2v", ExpiresAt = DateTimeOffset.UtcNow.AddHours(46.5) }, "46h left" },
        { new WanEmulatorInfo { Url = "http://127.0.0.1:9", Profile = "emulator", StartedAt = Begun, Faults = ["Throttle:3", "Slow"] }, "Throttle:3, Slow" },
        { new WanPreflightReport { Input = "video a.mp4", Billed = "10 s", BilledUnit = "second", Route = WanRoutes.VideoEdit }, "PASSED" },
        { new WanCheck { Rule = "i2v.frame.alpha", Subject = "FirstFrame a.png", Message = "It has an alpha channel.", Status = WanCheckStatus.Warning }, "i2v.frame.alpha" },
        { new WanErrorExplanation { ErrorId = "Wan.Key.Invalid", Symptom = "s", LikelyCause = "c", FirstFix = "f", RetryAdvice = "r" }, "Wan.Key.Invalid" },
        { new WanError { ErrorId = "Wan.Key.Invalid", Boundary = WanBoundary.Key, Message = "The key is unknown." }, "The key is unknown." },
        { new WanProviderOption { Provider = "Fal", Owner = "fal.ai", Contract = "wrapper_route", Route = WanRoutes.VideoEdit, Option = "ReferenceImage", Field = "reference_image_url", IsOffered = true, Allowed = "at most 1", Source = "fal-js", Date = "2026-08-02" }, "at most 1" },
        { new WanUsage { BilledUnits = 2, Unit = "picture", Size = "1024*1024" }, "2 pictures" },
    };

    [Fact]
    public void A_task_reads_like_a_process()
        => Assert.Equal(
            [
                "TaskId State Age Took Result Billed JobKey Route Prompt",
                "------ ----- --- ---- ------ ------ ------ ----- ------",
                "0385dc79-5ff8-4d82-bcb6-7ef3bcc1d3d6 Completed 3h 1m 05s 22h left 5 s fox i2v It turns",
            ],
            Plain.Lines(Task));

    [Fact]
    public void A_narrow_screen_keeps_what_matters_and_cuts_nothing_in_two()
        => Assert.Equal(
            ["TaskId State Age Took Result Billed", "------ ----- --- ---- ------ ------", "0385dc79-5ff8-4d82-bcb6-7ef3bcc1d3d6 Indeterminate 3h 1m 05s 5 s"],
            (Plain with { Width = 80 }).Lines(Task with { State = WanTaskState.Indeterminate }));

    [Theory]
    [InlineData("fox", "(job fox)")]
    [InlineData(null, "(no id)")]
    public void A_task_without_an_id_goes_by_its_job_on_a_narrow_screen_too(string? key, string shown)
        => Assert.Equal($"{shown} Indeterminate 3h 1m 05s 5 s", (Plain with { Width = 80 }).Lines(Task with { TaskId = null, JobKey = key, State = WanTaskState.Indeterminate })[^1]);

    [Theory]
    [InlineData(nameof(WanTaskState.Stored), "2 files")]
    [InlineData(nameof(WanTaskState.Completed), "22h left")]
    [InlineData(nameof(WanTaskState.Failed), "1m 05s 5 s")]
    public void The_result_column_says_what_is_there_to_have(string state, string expected)
        => Assert.Contains(expected, Plain.Lines(Task with { State = Enum.Parse<WanTaskState>(state), Files = ["a", "b"] })[^1], StringComparison.Ordinal);

    [Fact]
    public void A_list_has_the_bundle_the_request_and_times_with_their_distance()
    {
        var text = (Plain with { View = "WanTaskList" }).Read(Task);

        Assert.All(
            [
                @"TaskId +: 0385dc79-5ff8-4d82-bcb6-7ef3bcc1d3d6", @"Region +: Singapore", @"KeySource +: variable KEY", @"Request +: duration = 5; media = a.png, b.png",
                @"SubmittedAt +: \d{4}-\d\d-\d\d \d\d:\d\d:\d\d [+-]\d\d:\d\d \(3h ago\)", @"UrlExpiresAt +: .*\(22h left\)", @"Took +: 1m 05s", @"Billed +: 5 s",
            ],
            pattern => Assert.Matches(pattern, text));
    }

    [Theory]
    [InlineData("ByState", "State: Completed", "State: Failed")]
    [InlineData("ByRoute", "Route: image_to_video", "Route: video_editing")]
    [InlineData("ByProfile", "Profile: main, DashScope, Singapore, https://example.com", "Profile: other, DashScope, Singapore, https://example.com")]
    public void A_batch_can_be_grouped(string view, string first, string second)
    {
        var lines = (Plain with { View = view }).Lines(Task, Task with { State = WanTaskState.Failed, Route = WanRoutes.VideoEdit, Profile = "other" });

        Assert.Equal([first, second], lines.Where(static line => line.Contains(": ", StringComparison.Ordinal)));
        Assert.Equal(2, lines.Count(static line => line.StartsWith("0385dc79", StringComparison.Ordinal)));
    }

    [Fact]
    public void Checks_of_several_profiles_are_told_apart()
    {
        var check = new WanProfileCheck { Check = "Key", Status = WanCheckStatus.Failed, Detail = "Refused.", Fix = "Make another one.", Profile = "one", Region = WanRegion.Beijing };

        Assert.Equal(
            ["Profile: one, Beijing", "Check Status Detail", "----- ------ ------", "Key Failed Refused. Make another one.", "Profile: two, Beijing", "Check Status Detail", "----- ------ ------", "Key Failed Refused. Make another one."],
            Plain.Lines(check, check with { Profile = "two" }));
    }

    [Theory]
    [MemberData(nameof(Everything))]
    public void Every_view_of_every_type_shows_its_object(object shown, string text)
    {
        var views = Rendering.Views().Descendants("View").Where(view => view.Descendants("TypeName").Any(name => name.Value == shown.GetType().FullName)).ToArray();

        Assert.Contains(text, Plain.Show(shown), StringComparison.Ordinal);
        Assert.All(views, view => Assert.NotEmpty((Plain with { View = view.Element("Name")!.Value }).Lines(shown)));
        Assert.Contains(views, static view => view.Element("TableControl") is not null);
        Assert.Contains(views, static view => view.Element("ListControl") is not null);
        Assert.Equal(views.Select(static view => view.Element("Name")!.Value).Distinct(), views.Select(static view => view.Element("Name")!.Value));
    }

    [Theory]
    [MemberData(nameof(Everything))]
    public void Views_are_the_same_in_constrained_language(object shown, string text)
    {
        var free = Plain with { Colours = true, Wanted = OutputRendering.Ansi };

        Assert.Equal(free.Show(shown), (free with { Mode = PSLanguageMode.ConstrainedLanguage }).Show(shown));
        Assert.Contains(text, free.Show(shown), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(nameof(WanTaskState.Failed))]
    [InlineData(nameof(WanTaskState.Indeterminate))]
    [InlineData(nameof(WanTaskState.Stored))]
    public void A_state_has_the_colour_that_the_user_has_given_to_it(string state)
    {
        var style = state switch
        {
            nameof(WanTaskState.Failed) => PSStyle.Instance.Formatting.Error,
            nameof(WanTaskState.Indeterminate) => PSStyle.Instance.Formatting.Warning,
            _ => PSStyle.Instance.Formatting.FormatAccent,
        };

        Assert.Contains($"{style}{state}{PSStyle.Instance.Reset}", (Plain with { Colours = true, Wanted = OutputRendering.Ansi }).Show(Task with { State = Enum.Parse<WanTaskState>(state) }), StringComparison.Ordinal);
    }

    [Fact]
    public void A_result_that_dies_soon_is_warned_of_in_colour()
        => Assert.Contains(
            $"{PSStyle.Instance.Formatting.Warning}30m left{PSStyle.Instance.Reset}",
            (Plain with { Colours = true, Wanted = OutputRendering.Ansi }).Show(Task with { UrlExpiresAt = DateTimeOffset.UtcNow.AddMinutes(30.5) }),
            StringComparison.Ordinal);

    [Theory]
    [InlineData(false, OutputRendering.Ansi)]
    [InlineData(true, OutputRendering.PlainText)]
    [InlineData(false, OutputRendering.Host)]
    public void A_row_is_plain_where_the_host_or_the_user_wants_no_colours(bool colours, OutputRendering wanted)
        => Assert.DoesNotContain('\u001b', Row((Plain with { Colours = colours, Wanted = wanted }).Show(Task with { State = WanTaskState.Failed })));

    [Fact]
    public void A_row_is_plain_under_NO_COLOR()
    {
        var before = Environment.GetEnvironmentVariable("NO_COLOR");
        Environment.SetEnvironmentVariable("NO_COLOR", "1");
        try
        {
            Assert.DoesNotContain('\u001b', Row((Plain with { Colours = true, Wanted = OutputRendering.Ansi }).Show(Task with { State = WanTaskState.Failed })));
        }
        finally
        {
            Environment.SetEnvironmentVariable("NO_COLOR", before);
        }
    }

    [Fact]
    public void What_views_compute_is_no_part_of_the_object()
    {
        using var shell = new Hosting.Shell();

        var names = shell.Run("foreach ($property in $task.PSObject.Properties) { $property.Name }; $task.AgeText", ("task", Task)).MustSucceed().Of<string>();

        Assert.Equal("3h", names[^1]);
        Assert.Equal(typeof(WanTask).GetProperties().Select(static property => property.Name).Order(StringComparer.Ordinal), names.SkipLast(1).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void A_task_of_another_machine_is_shown_as_one_of_this()
    {
        using var shell = new Hosting.Shell();
        var travelled = shell.Create("[System.Management.Automation.PSSerializer]::Deserialize([System.Management.Automation.PSSerializer]::Serialize($args[0]))");
        using (travelled)
        {
            var task = Assert.Single(travelled.AddArgument(Task).Invoke());

            Assert.Equal("Deserialized.Wan27.WanTask", task.TypeNames[0]);
            Assert.Equal(Plain.Lines(Task), Plain.Lines(task));
        }
    }

    private static string Row(string screen) => Assert.Single(screen.Split('\n'), static line => line.Contains("0385dc79", StringComparison.Ordinal));
}
