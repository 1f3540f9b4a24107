using System.Text;
using Wan27.Engine.Results;

namespace Wan27.Engine.Tests.Results;

public sealed class NameTemplateTests
{
    private static readonly NamingValues Values = new()
    {
        TaskId = "task-1",
        RequestId = "request-1",
        JobKey = "fox",
        Route = WanRoutes.ImageToVideo,
        Model = "wan2.7-i2v",
        Profile = "main",
        Prompt = "A fox, running: fast!",
        Date = new DateTimeOffset(2026, 11, 22, 9, 5, 7, TimeSpan.Zero),
    };

    [Theory]
    [InlineData("{JobKey}{Ext}", "fox.mp4")]
    [InlineData("{jobkey}{EXT}", "fox.mp4")]
    [InlineData("{TaskId}-{RequestId}{Ext}", "task-1-request-1.mp4")]
    [InlineData("{Route}/{Model}/{JobKey}{Ext}", "image_to_video/wan2.7-i2v/fox.mp4")]
    [InlineData("{Profile}\\{JobKey}{Ext}", "main/fox.mp4")]
    [InlineData("{Date}_{Time}{Ext}", "2026-11-22_090507.mp4")]
    [InlineData("{Prompt}{Ext}", "a-fox-running-fast.mp4")]
    [InlineData("{JobKey}.mov", "fox.mov")]
    [InlineData("{JobKey}", "fox")]
    [InlineData("{Index}of{Count}{Ext}", "1of1.mp4")]
    public void A_template_is_filled(string template, string expected)
        => Assert.Equal(expected, Fill(template, Values));

    [Theory]
    [InlineData("fox", "task-1", "fox.mp4")]
    [InlineData(null, "task-1", "task-1.mp4")]
    [InlineData(null, null, "request-1.mp4")]
    public void Without_a_template_the_most_telling_id_names_the_file(string? jobKey, string? taskId, string expected)
    {
        var values = Values with { JobKey = jobKey, TaskId = taskId };

        Assert.Equal(expected, NameTemplate.DefaultFor(values).Fill(values, ".mp4"));
    }

    [Theory]
    [InlineData("{JobKey}{Ext}", "fox-2.mp4")]
    [InlineData("{JobKey}.mp4", "fox-2.mp4")]
    [InlineData("{JobKey}", "fox-2")]
    [InlineData("{Index}-{JobKey}{Ext}", "2-fox.mp4")]
    public void One_of_several_results_gets_its_index_unless_the_template_has_it(string template, string expected)
        => Assert.Equal(expected, Fill(template, Values with { Index = 2, Count = 4 }));

    [Fact]
    public void A_second_result_of_one_name_gets_a_number_before_the_extension()
        => Assert.Equal("fox-3.mp4", NameTemplate.Parse("{JobKey}{Ext}").Fill(Values, ".mp4", copy: 3));

    [Theory]
    [InlineData("../up", "___up")]
    [InlineData("..", "__")]
    [InlineData("/etc/passwd", "_etc_passwd")]
    [InlineData("C:\\Windows\\x", "C__Windows_x")]
    [InlineData("CON", "_CON")]
    [InlineData("nul.txt", "_nul.txt")]
    [InlineData("com1", "_com1")]
    [InlineData(".hidden", "_hidden")]
    [InlineData("tail. . .", "tail")]
    [InlineData("a\u0000b\u001bc\nd", "a_b_c_d")]
    [InlineData("gpj\u202Eexe", "gpj_exe")]
    [InlineData("...", "___")]
    public void A_value_never_leaves_its_place(string jobKey, string stem)
        => Assert.Equal(stem + ".mp4", Fill("{JobKey}{Ext}", Values with { JobKey = jobKey }));

    [Fact]
    public void Half_a_character_does_not_reach_the_file_system()
        => Assert.Equal("_x.mp4", Fill("{JobKey}{Ext}", Values with { JobKey = "\uD800x" }));

    [Fact]
    public void Long_values_are_shortened_and_stay_apart()
    {
        var begin = new string('a', 300);
        var one = Fill("{JobKey}{Ext}", Values with { JobKey = begin + "1" });
        var two = Fill("{JobKey}{Ext}", Values with { JobKey = begin + "2" });

        Assert.Equal(SafeName.MaxValueLength + ".mp4".Length, one.Length);
        Assert.NotEqual(one, two);
    }

    [Fact]
    public void A_name_stays_within_what_file_systems_take_in_bytes()
    {
        var name = Fill("{JobKey}{TaskId}{Model}{Ext}", Values with { JobKey = new string('狐', 200), TaskId = string.Concat(Enumerable.Repeat("🦊", 100)), Model = new string('m', 300) });

        Assert.InRange(Encoding.UTF8.GetByteCount(Sidecar.PathFor(name) + ".tmp"), 1, 255);
        Assert.EndsWith(".mp4", name, StringComparison.Ordinal);
        Assert.DoesNotContain('\uFFFD', Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(name)));
    }

    [Fact]
    public void A_prompt_gives_at_most_forty_characters()
        => Assert.InRange(Fill("{Prompt}", Values with { Prompt = string.Join(' ', Enumerable.Repeat("word", 50)) }).Length, 20, 40);

    [Theory]
    [InlineData("")]
    [InlineData("   ")]
    [InlineData("/abs/{JobKey}{Ext}")]
    [InlineData("\\\\server\\share\\{JobKey}")]
    [InlineData("C:\\{JobKey}{Ext}")]
    [InlineData("c:{JobKey}")]
    [InlineData("../{JobKey}{Ext}")]
    [InlineData("a/../{JobKey}{Ext}")]
    [InlineData("a/./{JobKey}{Ext}")]
    [InlineData("a//{JobKey}{Ext}")]
    [InlineData("{JobKey}/")]
    [InlineData("{JobKey")]
    [InlineData("JobKey}")]
    [InlineData("{}")]
    public void A_template_that_could_lead_astray_is_refused(string template)
    {
        var refused = Assert.Throws<WanException>(() => NameTemplate.Parse(template));

        Assert.Equal("Wan.Storage.NameTemplate", refused.Error.ErrorId);
        Assert.NotEmpty(refused.Error.RecommendedAction!);
    }

    [Fact]
    public void An_unknown_placeholder_is_refused_with_the_allowed_ones()
    {
        var refused = Assert.Throws<WanException>(() => NameTemplate.Parse("{Seed}{Ext}"));

        Assert.Contains("{Seed}", refused.Message, StringComparison.Ordinal);
        Assert.All(NameTemplate.AllowedPlaceholders, name => Assert.Contains($"{{{name}}}", refused.Error.RecommendedAction, StringComparison.Ordinal));
    }

    [Fact]
    public void A_name_without_anything_in_it_is_refused()
        => Assert.Throws<WanException>(() => Fill("{JobKey}{Ext}", Values with { JobKey = null }));

    private static string Fill(string template, NamingValues values)
        => NameTemplate.Parse(template).Fill(values, ".mp4").Replace('\\', '/');
}
