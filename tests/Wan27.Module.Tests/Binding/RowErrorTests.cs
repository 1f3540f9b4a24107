using System.Management.Automation;
using Wan27.ModuleTests.Pipelines;

namespace Wan27.ModuleTests.Binding;

/// <summary>A row that cannot be used says which one it is, in which column, what stands there and what may stand there; the others go on.</summary>
public sealed class RowErrorTests : EmulatedTests
{
    private const string Good = "https://cdn.example.com/1.png";

    [Fact]
    public void Every_mistake_of_a_file_names_its_row_column_value_and_what_is_allowed()
    {
        var rows = Rows.Csv($"""
            Prompt|image|duration|Watermark|Resolution|Seed
            a|{Good}|ten||720P|
            b|{Good}|5|maybe|720P|
            c|{Good}|5||900P|
            d|missing.png|5||720P|
            e|{Good}|99||720P|
            f|{Good}|5||720P|lucky
            g|{Good}|99999999999||720P|
            h|{Good}|5||720P|
            """);
        var result = Shell.Run("$rows | Start-WanVideoTask", ("rows", rows));

        Assert.Equal("h", Assert.IsType<WanTask>(Assert.Single(result.Output)).Prompt);
        Assert.Single(Emulator.Log("video.submit"));
        Assert.Collection(
            result.Errors,
            static error => Says(error, "Wan.Route.ValueUnusable", "Row 1", "column duration", "'ten'", "2 to 15"),
            static error => Says(error, "Wan.Route.ValueUnusable", "Row 2", "column Watermark", "'maybe'", "true, yes or 1"),
            static error => Says(error, "Wan.Route.PreflightFailed", "Row 3", "Resolution", "'900P'", "720P, 1080P"),
            static error => Says(error, "Wan.Media.PreflightFailed", "Row 4", "column image is FirstFrame", "missing.png", "no such file"),
            static error => Says(error, "Wan.Route.PreflightFailed", "Row 5", "Duration", "99", "2 to 15"),
            static error => Says(error, "Wan.Route.ValueUnusable", "Row 6", "column Seed", "'lucky'", "0 to 2147483647"),
            static error => Says(error, "Wan.Route.ValueUnusable", "Row 7", "column duration", "'99999999999'", "2 to 15"));
    }

    [Theory]
    [InlineData("Start-WanVideoEditTask", "Ratio", "2:1", "16:9")]
    [InlineData("Start-WanVideoEditTask", "AudioSetting", "Loud", "origin")]
    [InlineData("Start-WanVideoEditTask", "Duration", "zwei", "2 to 10")]
    [InlineData("New-WanImage", "Size", "8K", "2K")]
    [InlineData("New-WanImage", "Count", "many", "1 to 4")]
    [InlineData("New-WanImage", "Sequential", "perhaps", "yes")]
    [InlineData("Start-WanImageTask", "ColorPalette", "red", "#0B3C5D")]
    public void An_option_of_any_route_that_is_not_known_names_row_column_value_and_what_is_allowed(string cmdlet, string column, string cell, string allowed)
    {
        var rows = Rows.Csv($"""
            Prompt|Video|Resolution|{column}
            a|https://cdn.example.com/1.mp4|720P|
            b|https://cdn.example.com/1.mp4|720P|{cell}
            """);
        var result = Shell.Run($"$rows{(cmdlet == "Start-WanVideoEditTask" ? string.Empty : " | ForEach-Object { $_.PSObject.Properties.Remove('Video'); $_ }")} | {cmdlet}", ("rows", rows));

        Assert.Single(result.Output);
        Says(Assert.Single(result.Errors), "Wan.Route.", "Row 2", cell, allowed);
        Assert.Single(Emulator.Log(), static entry => entry.GetProperty("operation").GetString() is "video.submit" or "image.sync" or "image.async");
    }

    [Fact]
    public void All_mistakes_of_a_row_are_told_at_once()
    {
        var error = Shell.Run("$rows | Start-WanVideoTask", ("rows", Rows.Csv($"Prompt|FirstFrame|Duration|Watermark\na|{Good}|ten|maybe"))).OnlyError("Wan.Route.ValueUnusable");

        Says(error, "Wan.Route.ValueUnusable", "Row 1: 2 values", "column Duration: 'ten'", "column Watermark: 'maybe'");
    }

    [Theory]
    [InlineData("""{ "Duration": [4, 5] }""", "column Duration", "2 values were given")]
    [InlineData("""{ "Duration": 4.5 }""", "column Duration", "'4.5'")]
    [InlineData("""{ "Duration": true }""", "column Duration", "'True'")]
    [InlineData("""{ "Duration": { "seconds": 4 } }""", "column Duration", "object")]
    [InlineData("""{ "Duration": 5000000000 }""", "column Duration", "'5000000000'")]
    [InlineData("""{ "Resolution": ["720P", "1080P"] }""", "column Resolution", "'720P', '1080P'")]
    [InlineData("""{ "Resolution": { "tier": "720P" } }""", "column Resolution", "object")]
    [InlineData("""{ "JobKey": ["a", "b"] }""", "column JobKey", "'a', 'b'")]
    [InlineData("""{ "Watermark": 2 }""", "column Watermark", "'2'")]
    [InlineData("""{ "LastFrame": ["a.png", "b.png"] }""", "column LastFrame", "'a.png', 'b.png'")]
    [InlineData("""{ "LastFrame": { "path": "a.png" } }""", "column LastFrame", "object")]
    public void A_value_of_a_wrong_kind_stops_its_record_and_is_never_paid_for_with_a_default(string json, string column, string word)
    {
        var row = Rows.Json(json)[0];
        row.Properties.Add(new PSNoteProperty("Prompt", "turn"));
        row.Properties.Add(new PSNoteProperty("FirstFrame", Good));
        var error = Shell.Run("$rows | Start-WanVideoTask", ("rows", new[] { row })).OnlyError("Wan.Route.ValueUnusable");

        Says(error, "Wan.Route.ValueUnusable", "Row 1", column, word);
        Assert.Empty(Emulator.Log("video.submit"));
    }

    [Theory]
    [InlineData(" Resolution ", "Resolution")]
    [InlineData("Bemerkung", null)]
    public void A_property_that_fails_is_the_error_of_its_own_row_when_it_is_asked_for(string name, string? told)
    {
        var rows = Enumerable.Range(1, 3).Select(number => Rows.Object([("Prompt", $"p{number}"), ("FirstFrame", Good), ("Resolution", null)])).ToArray();
        rows[1].Properties.Add(new PSScriptProperty(name, ScriptBlock.Create("throw 'broken'")));
        var result = Shell.Run("$rows | Start-WanVideoTask -Duration 4", ("rows", rows));

        Assert.Equal(told is null ? ["p1", "p2", "p3"] : ["p1", "p3"], result.Of<WanTask>().Select(static task => task.Prompt));
        if (told is not null)
        {
            Says(result.OnlyError("Wan.Route.ValueUnusable"), "Wan.Route.ValueUnusable", "Row 2", told, "broken");
        }
    }

    [Fact]
    public void A_value_that_fails_inside_is_the_error_of_its_row()
    {
        var rows = Enumerable.Range(1, 2).Select(number => Rows.Object([("Prompt", $"p{number}"), ("Size", "1K"), ("ColorPalette", new PSObject())])).ToArray();
        ((PSObject)rows[0].Properties["ColorPalette"].Value).Properties.Add(new PSScriptProperty("#112233", ScriptBlock.Create("throw 'broken'")));
        rows[1].Properties.Remove("ColorPalette");
        var result = Shell.Run("$rows | Start-WanImageTask", ("rows", rows));

        Assert.Equal("p2", Assert.IsType<WanTask>(Assert.Single(result.Output)).Prompt);
        Says(Assert.Single(result.Errors), "Wan.Route.ValueUnusable", "Row 1", "broken");
    }

    [Fact]
    public void A_name_that_is_there_twice_is_the_error_of_its_row()
        => Says(
            Shell.Run("$rows | Set-WanProfile", ("rows", Rows.Csv("Name|Region|ApiKeyVariable|Limit\na|Beijing|X|i2v.duration.max=9;i2v.duration.max=12"))).OnlyError("Wan.Route.ValueUnusable"),
            "Wan.Route.ValueUnusable", "Row 1", "column Limit", "'i2v.duration.max' is there 2 times");

    [Fact]
    public void A_row_without_any_known_column_names_what_was_found_and_what_is_expected()
    {
        var result = Shell.Run("$rows | Start-WanVideoTask turn $good -Resolution 720P", ("rows", Rows.Csv("Eingabe|Dauer\nx|4")), ("good", Good));

        Says(result.OnlyError("Wan.Route.NoKnownColumn"), "Wan.Route.NoKnownColumn", "Row 1", "Eingabe, Dauer", "FirstFrame (Image)", "Duration", "JobKey");
        Assert.Empty(Emulator.Log("video.submit"));
    }

    [Fact]
    public void Names_of_columns_are_known_in_any_case_and_with_blanks_around_and_unknown_ones_are_passed_over()
    {
        Shell.Run("$rows | Start-WanVideoTask", ("rows", Rows.Csv($" PROMPT |firstframe| Duration | seed|RESOLUTION |Bemerkung\nturn|{Good}|4|7|720P|nichts"))).Single<WanTask>();

        var body = Emulator.Log("video.submit").Single().GetProperty("body");
        Assert.Equal("turn", body.GetProperty("input").GetProperty("prompt").GetString());
        Assert.Equal((4, 7, "720P"), (body.GetProperty("parameters").GetProperty("duration").GetInt32(), body.GetProperty("parameters").GetProperty("seed").GetInt32(), body.GetProperty("parameters").GetProperty("resolution").GetString()));
    }

    [Fact]
    public void What_a_padded_column_said_is_not_carried_over_to_the_next_row()
    {
        var rows = Rows.Csv($"FirstFrame| Duration |Resolution\n{Good}|4|720P").Concat(Rows.Csv($"FirstFrame|Resolution\n{Good}|720P")).ToArray();
        Assert.Equal(2, Shell.Run("$rows | Start-WanVideoTask turn", ("rows", rows)).MustSucceed().Output.Count);

        // Both are sent at once: which one arrives first is luck.
        Assert.Equal([false, true], Emulator.Log("video.submit").Select(static entry => entry.GetProperty("body").GetProperty("parameters").TryGetProperty("duration", out _)).Order());
    }

    [Fact]
    public void A_padded_column_is_read_as_strictly_as_any_other()
    {
        var error = Shell.Run("$rows | Start-WanVideoTask", ("rows", Rows.Csv($"FirstFrame| Duration \n{Good}|ten"))).OnlyError("Wan.Route.ValueUnusable");

        Says(error, "Wan.Route.ValueUnusable", "Row 1", "column Duration", "'ten'");
        Assert.Empty(Emulator.Log("video.submit"));
    }

    [Fact]
    public void Two_filled_columns_for_one_parameter_are_refused_and_one_filled_one_is_taken()
    {
        var result = Shell.Run("$rows | Start-WanVideoTask turn -Resolution 720P", ("rows", Rows.Csv($"FirstFrame|Image\n{Good}|https://cdn.example.com/2.png\n|{Good}")));

        Assert.Single(result.Output);
        Says(Assert.Single(result.Errors), "Wan.Route.ColumnsExclude", "Row 1", "FirstFrame", "Image");
    }

    [Fact]
    public void The_command_line_goes_before_a_column()
    {
        Shell.Run("$rows | Start-WanVideoTask -Resolution 720P -Duration 3", ("rows", Rows.Csv($"FirstFrame|Duration\n{Good}|ten"))).Single<WanTask>();

        Assert.Equal(3, Emulator.Log("video.submit").Single().GetProperty("body").GetProperty("parameters").GetProperty("duration").GetInt32());
    }

    [Fact]
    public void A_check_reports_what_cannot_be_read_instead_of_passing_it_over()
    {
        var rows = Rows.Csv($"Prompt|FirstFrame|Duration|Resolution\na|{Good}|ten|720P\nb|{Good}|4|720P");
        Assert.Equal([false, true], Shell.Run("$rows | Test-WanVideoInput -Quiet", ("rows", rows)).MustSucceed().Of<bool>());

        var report = Shell.Run("$rows | Test-WanVideoInput", ("rows", rows)).MustSucceed().Of<WanPreflightReport>()[0];
        Assert.Contains("Row 1, column Duration: 'ten'", Assert.Single(report.Checks).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void On_the_command_line_the_parameter_is_named_and_nothing_is_sent()
    {
        var result = Shell.Run($"Start-WanVideoTask turn {Good} -Duration ten");

        Says(Assert.Single(result.Errors), "Wan.Route.ValueUnusable", "-Duration", "'ten'", "2 to 15");
        Assert.DoesNotContain("Row", result.Errors[0].ErrorDetails.Message, StringComparison.Ordinal);
        Assert.Empty(Emulator.Log("video.submit"));
    }

    [Theory]
    [InlineData("Start-WanVideoTask turn $good -Resolution 720P -Duration ten | Start-WanVideoTask more -Resolution 720P -Duration 4")]
    [InlineData("Start-WanVideoTask turn $good -Resolution 720P -Duration ten | Wait-WanTask | Start-WanVideoEditTask clay -Resolution 720P -Duration 4")]
    [InlineData("Start-WanVideoTask turn $good -Resolution 720P -Watermark:maybe | Start-WanVideoTask more -Resolution 720P -Watermark")]
    [InlineData("Start-WanVideoTask turn $good -Resolution 720P -Duration 4 | Start-WanVideoTask more -Resolution 720P -Duration ten")]
    [InlineData("Start-WanVideoTask turn $good -Resolution 720P, 1080P | Start-WanVideoTask more -Resolution 720P")]
    [InlineData("Start-WanVideoTask turn $good -LastFrame a.png, b.png -Resolution 720P | Start-WanVideoTask more -LastFrame a.png -Resolution 720P")]
    public void A_mistake_on_the_command_line_is_that_of_its_own_cmdlet_in_a_pipeline_of_several(string script)
    {
        Says(Assert.Single(Shell.Run(script, ("good", Good)).Errors), "Wan.Route.ValueUnusable");

        Assert.Empty(Emulator.Log("video.submit"));
    }

    [Fact]
    public void A_mistake_of_one_call_does_not_follow_into_the_next()
    {
        Shell.Run($"Start-WanVideoTask turn {Good} -Duration ten -OnAmbiguous Nonsense");

        Shell.Run($"Start-WanVideoTask turn {Good} -Resolution 720P; Start-WanVideoTask turn {Good} -Resolution 720P -Duration 4").MustSucceed();
        Assert.Equal(2, Emulator.Log("video.submit").Count);
    }

    [Fact]
    public void Script_blocks_read_columns_of_any_name_as_strictly()
    {
        var result = Shell.Run("$rows | Start-WanVideoTask turn -FirstFrame { $_.Bild } -Duration { $_.Dauer } -Resolution 720P", ("rows", Rows.Csv($"Bild|Dauer\n{Good}|ten\n{Good}|4")));

        Says(result.OnlyErrorBeside("Wan.Route.ValueUnusable"), "Wan.Route.ValueUnusable", "Row 1", "Duration", "'ten'");
        Assert.Equal(4, Emulator.Log("video.submit").Single().GetProperty("body").GetProperty("parameters").GetProperty("duration").GetInt32());
    }

    [Fact]
    public void An_empty_cell_of_a_database_is_absent()
        => Shell.Run("[pscustomobject]@{ FirstFrame = $good; Duration = [DBNull]::Value; Seed = [DBNull]::Value; LastFrame = [DBNull]::Value; JobKey = [DBNull]::Value } | Start-WanVideoTask turn -Resolution 720P", ("good", Good)).Single<WanTask>();

    [Fact]
    public void A_list_as_one_record_is_called_what_it_is()
        => Shell.Run("(, @($good, $good)) | Start-WanVideoTask turn -Resolution 720P", ("good", Good)).OnlyError("Wan.Route.ValueUnusable");

    [Fact]
    public void A_key_in_a_wrong_column_is_not_shown()
    {
        var error = Shell.Run("$rows | Start-WanVideoTask", ("rows", Rows.Csv($"FirstFrame|Duration\n{Good}|sk-1234567890abcdef1234567890abcdef"))).OnlyError("Wan.Route.ValueUnusable");

        Assert.DoesNotContain("1234567890abcdef", error.ToString(), StringComparison.Ordinal);
    }

    private static void Says(ErrorRecord error, string id, params string[] words)
    {
        Assert.StartsWith(id, error.FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.All(words, word => Assert.Contains(word, $"{error.ErrorDetails.Message} {error.ErrorDetails.RecommendedAction}", StringComparison.OrdinalIgnoreCase));
        Assert.NotEmpty(error.ErrorDetails.RecommendedAction);
    }
}
