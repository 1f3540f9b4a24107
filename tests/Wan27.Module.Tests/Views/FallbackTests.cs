using System.Management.Automation;
using System.Management.Automation.Runspaces;
using Wan27.ModuleTests.Hosting;

namespace Wan27.ModuleTests.Views;

/// <summary>A script whose first output is a table of another type: PowerShell shows what follows as a list, by no view of ours.</summary>
public sealed class FallbackTests
{
    private const int MostLines = 14;

    private static readonly Rendering Plain = new() { Width = 400 };

    private static readonly DirectoryInfo Table = new(Path.GetTempPath());

    public static TheoryData<object, string> Everything => RenderedViewTests.Everything;

    [Theory]
    [MemberData(nameof(Everything))]
    public void Every_type_is_a_short_list_that_can_be_read(object shown, string text)
    {
        Assert.NotEmpty(text);
        var lines = ListOf(Plain, shown);

        Assert.InRange(lines.Count, 3, MostLines);
        Assert.DoesNotContain(lines, static line => line.Contains("System.", StringComparison.Ordinal) || line.Contains("{ ", StringComparison.Ordinal) || line.Contains("{[", StringComparison.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Everything))]
    public void The_list_is_the_same_in_constrained_language(object shown, string text)
    {
        Assert.NotEmpty(text);
        Assert.Equal(ListOf(Plain, shown), ListOf(Plain with { Mode = PSLanguageMode.ConstrainedLanguage }, shown));
    }

    [Fact]
    public void A_failed_task_says_what_was_asked_what_was_billed_and_why_it_failed()
    {
        var task = new WanTask
        {
            TaskId = "0385dc79",
            State = WanTaskState.Failed,
            Route = WanRoutes.ImageToVideo,
            Request = new Dictionary<string, object?> { ["duration"] = 5, ["media"] = new[] { "first_frame=a.png", "driving_audio=b.mp3" } },
            Usage = new WanUsage { BilledUnits = 5, Unit = "second", Resolution = "720P", TotalTokens = 12 },
            Error = new WanError { ErrorId = "Wan.Content.DataInspectionFailed", Boundary = WanBoundary.Content, Code = "DataInspectionFailed", Message = "The output was refused." },
        };

        var lines = ListOf(Plain, task);

        Assert.Contains("State : Failed", lines);
        Assert.Contains("RequestText : duration = 5; media = first_frame=a.png, driving_audio=b.mp3", lines);
        Assert.Contains("Usage : 5 s, 720P", lines);
        Assert.Contains("Error : DataInspectionFailed: The output was refused.", lines);
    }

    [Theory]
    [InlineData(5, "second", "720P", null, "5 s, 720P")]
    [InlineData(2.5, "second", null, null, "2.5 s")]
    [InlineData(1, "picture", null, "1024*1024", "1 picture, 1024*1024")]
    [InlineData(3, "picture", null, null, "3 pictures")]
    public void Usage_is_one_line(double units, string unit, string? resolution, string? size, string expected)
        => Assert.Equal(expected, new WanUsage { BilledUnits = units, Unit = unit, Resolution = resolution, Size = size }.ToString());

    private static List<string> ListOf(Rendering rendering, object shown)
        => [.. rendering.Lines(Table, shown).SkipWhile(static line => !line.Contains(" : ", StringComparison.Ordinal) && !line.EndsWith(" :", StringComparison.Ordinal))];
}
