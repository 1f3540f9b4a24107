using Wan27.ModuleTests.Pipelines;

namespace Wan27.ModuleTests.Binding;

/// <summary>Headers as people write them.</summary>
public sealed class HeaderTests : EmulatedTests
{
    [Fact]
    public void Blanks_hyphens_and_underscores_in_a_header_do_not_matter()
    {
        const string Row = "[pscustomobject]@{ 'Job Key' = 'fox'; PROMPT = 'turn'; first_frame = 'https://cdn.example.com/a.png'; Resolution = '720P'; 'Prompt-Extend' = '' } | Start-WanVideoTask";
        var first = Shell.Run(Row).Single<WanTask>();
        var again = Shell.Run(Row).Single<WanTask>();

        Assert.Equal(("fox", first.TaskId), (first.JobKey, again.TaskId));
        Assert.Single(Emulator.Log("video.submit"));
    }

    [Fact]
    public void A_slip_in_a_header_is_warned_of_once()
    {
        var run = Shell.Run("""
            1..3 | ForEach-Object { [pscustomobject]@{ JobKy = "k$_"; Prompt = 'turn'; FirstFrame = 'https://cdn.example.com/a.png'; Resolution = '720P'; Duraton = '2'; Remark = 'x' } } | Start-WanVideoTask -WhatIf
            """).MustSucceed();

        Assert.Equal("Columns that are not used: 'JobKy' (did you mean JobKey?), 'Duraton' (did you mean Duration?).", Assert.Single(run.Warnings, static text => text.StartsWith("Columns", StringComparison.Ordinal)));
    }

    [Fact]
    public void What_is_written_on_the_command_line_is_not_missed()
        => Assert.DoesNotContain(
            Shell.Run("[pscustomobject]@{ Duraton = '2'; Prompt = 'turn'; FirstFrame = 'https://cdn.example.com/a.png' } | Start-WanVideoTask -Resolution 720P -Duration 2 -WhatIf").MustSucceed().Warnings,
            static text => text.StartsWith("Columns", StringComparison.Ordinal));

    [Theory]
    [InlineData("JobKey;Prompt;FirstFrame", "Import-Csv -Delimiter ';'")]
    [InlineData("J\0o\0b\0K\0e\0y", "Import-Csv -Encoding Unicode")]
    [InlineData("Text", "Select-Object")]
    public void A_row_without_any_known_column_is_told_what_to_do(string header, string advice)
    {
        var error = Assert.Single(Shell.Run("[pscustomobject]@{ $header = 'x' } | Start-WanVideoTask", ("header", header)).Errors);

        Assert.StartsWith("Wan.Route.NoKnownColumn", error.FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Contains(advice, error.ErrorDetails.RecommendedAction, StringComparison.Ordinal);
    }
}
