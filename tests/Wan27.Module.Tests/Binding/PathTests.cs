using System.Globalization;
using System.Management.Automation;
using System.Text.Json;
using Wan27.ModuleTests.Hosting;
using Wan27.ModuleTests.Pipelines;

namespace Wan27.ModuleTests.Binding;

/// <summary>Paths where files are meant: wildcards, names that look like them, other drives; one file that fails does not stop the others.</summary>
public sealed class PathTests : EmulatedTests
{
    private const string Model = "wan2.7-videoedit";
    private static readonly string Street = Path.Combine(ModuleAssemblies.Root, "examples", "media", "street.mp4");

    public PathTests()
    {
        Directory.CreateDirectory(Shell.PathOf("clips", "folder.mp4"));
        foreach (var name in new[] { "b.mp4", "a.mp4", "c[1].mp4", "c1.mp4", "d[2].mp4", "notes.txt" })
        {
            File.Copy(Street, Shell.PathOf("clips", name));
        }

        Shell.Run("""
            $files = $ExecutionContext.SessionState.Provider.Get('FileSystem')[0]
            $null = $ExecutionContext.SessionState.Drive.New([System.Management.Automation.PSDriveInfo]::new('W', $files, $clips, '', $null), 'Global')
            """, ("clips", Shell.PathOf("clips"))).MustSucceed();
    }

    /// <summary>What a call means by its paths, and the names that come of it.</summary>
    public static TheoryData<string, string> Calls => new()
    {
        { "clips/*.mp4", "a.mp4 b.mp4 c1.mp4 c[1].mp4 d[2].mp4" },
        { "clips/[ab].mp4", "a.mp4 b.mp4" },
        { "'clips/b.mp4', 'clips/a*'", "b.mp4 a.mp4" },
        { "'clips/b.mp4;clips/a.mp4'", "b.mp4 a.mp4" },
        { "W:/?.mp4", "a.mp4 b.mp4" },
        { "W:/a.mp4", "a.mp4" },
        { "'clips/c`[1`].mp4'", "c[1].mp4" },

        // The pattern is what PowerShell takes it for, as long as it finds anything; a file of that very name otherwise.
        { "'clips/c[1].mp4'", "c1.mp4" },
        { "'clips/d[2].mp4'", "d[2].mp4" },
        { "-LiteralPath 'clips/c[1].mp4'", "c[1].mp4" },
        { "-PSPath \"Microsoft.PowerShell.Core\\FileSystem::$clip\"", "c[1].mp4" },
    };

    [Theory]
    [MemberData(nameof(Calls))]
    public void Publish_and_Convert_take_the_files_that_are_meant(string path, string names)
    {
        var clip = ("clip", (object?)Shell.PathOf("clips", "c[1].mp4"));
        var published = Shell.Run($"Publish-WanMedia {path} -Model {Model}", clip).MustSucceed().Of<WanPublishedMedia>();
        var converted = Shell.Run($"Convert-WanMedia {path} -Route videoedit -Role video -Destination ready", clip).MustSucceed().Of<FileInfo>();

        Assert.Equal(names, string.Join(' ', published.Select(static upload => Path.GetFileName(upload.Path))));
        Assert.Equal(names, string.Join(' ', converted.Select(static file => file.Name)));
    }

    /// <summary>What comes down the pipeline, and the names that come of it.</summary>
    public static TheoryData<string, string> Inputs => new()
    {
        { "'clips/a.mp4', 'clips/b.mp4'", "a.mp4 b.mp4" },
        { "'clips/?.mp4'", "a.mp4 b.mp4" },
        { "[System.IO.FileInfo]::new($clip)", "c[1].mp4" },
        { "$ExecutionContext.InvokeProvider.Item.Get([WildcardPattern]::Escape($clip))", "c[1].mp4" },
        { "$ExecutionContext.InvokeProvider.ChildItem.Get('clips', $false) | Where-Object Name -like '?.mp4'", "a.mp4 b.mp4" },
        { "[pscustomobject]@{ Path = 'clips/?.mp4' }", "a.mp4 b.mp4" },
        { "[pscustomobject]@{ path = 'clips/a.mp4;clips/b.mp4' }", "a.mp4 b.mp4" },
        { "[pscustomobject]@{ LiteralPath = 'clips/c[1].mp4' }", "c[1].mp4" },
        { "[pscustomobject]@{ FullName = $clip }", "c[1].mp4" },
        { "[pscustomobject]@{ PSPath = \"Microsoft.PowerShell.Core\\FileSystem::$clip\" }", "c[1].mp4" },
        { "[Wan27.WanAsset]@{ Path = $clip; Model = 'wan2.7-i2v'; Route = 'image_to_video' }", "c[1].mp4" },
    };

    [Theory]
    [MemberData(nameof(Inputs))]
    public void Files_rows_and_results_pipe_in(string input, string names)
    {
        var clip = ("clip", (object?)Shell.PathOf("clips", "c[1].mp4"));
        var published = Shell.Run($"{input} | Publish-WanMedia -Model {Model}", clip).MustSucceed().Of<WanPublishedMedia>();
        var converted = Shell.Run($"{input} | Convert-WanMedia -Route videoedit -Role video -Destination ready", clip).MustSucceed().Of<FileInfo>();

        Assert.Equal(names, string.Join(' ', published.Select(static upload => Path.GetFileName(upload.Path))));
        Assert.Equal(names, string.Join(' ', converted.Select(static file => file.Name)));
    }

    [Theory]
    [InlineData("{0} -LiteralPath 'clips/a;b.mp4'")]
    [InlineData("[pscustomobject]@{{ LiteralPath = 'clips/a;b.mp4' }} | {0}")]
    [InlineData("[pscustomobject]@{{ FullName = $clip }} | {0}")]
    [InlineData("[System.IO.FileInfo]::new($clip) | {0}")]
    public void A_semicolon_of_a_literal_name_parts_nothing(string call)
    {
        var clip = ("clip", (object?)Shell.PathOf("clips", "a;b.mp4"));
        File.Copy(Shell.PathOf("clips", "a.mp4"), Shell.PathOf("clips", "a;b.mp4"));

        Assert.EndsWith("a;b.mp4", Shell.Run(string.Format(CultureInfo.InvariantCulture, call, $"Publish-WanMedia -Model {Model}"), clip).Single<WanPublishedMedia>().Path, StringComparison.Ordinal);
        Assert.Equal("a;b.mp4", Shell.Run(string.Format(CultureInfo.InvariantCulture, call, "Convert-WanMedia -Route videoedit -Role video -Destination ready"), clip).Single<FileInfo>().Name);
    }

    [Theory]
    [InlineData("Publish-WanMedia clips/*.mov " + Model)]
    [InlineData("Convert-WanMedia clips/*.mov videoedit video")]
    [InlineData("Start-WanVideoEditTask clay clips/a.mp4 -ReferenceImage clips/*.mov -Resolution 720P")]
    public void A_pattern_that_finds_nothing_is_one_error_with_pattern_and_folder(string script)
    {
        var error = Shell.Run(script).OnlyError("Wan.Media.NoFileMatches");

        Assert.Contains("'clips/*.mov'", error.ErrorDetails.Message, StringComparison.Ordinal);
        Assert.Contains(Shell.PathOf("clips"), error.ErrorDetails.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Each_file_is_a_record_of_its_own()
    {
        File.WriteAllBytes(Shell.PathOf("clips", "empty.mp4"), []);
        var published = Shell.Run($"Publish-WanMedia clips/[ae]*.mp4, missing.mp4, clips/x*, clips/b.mp4 {Model}");
        var converted = Shell.Run("Convert-WanMedia clips/[ae]*.mp4, missing.mp4, clips/x*, clips/b.mp4 videoedit video ready");

        Assert.All(new[] { published, converted }, static result =>
        {
            Assert.Equal(2, result.Output.Count);
            Assert.Collection(
                result.Errors,
                static error => Assert.Contains("empty.mp4", error.ErrorDetails.Message, StringComparison.Ordinal),
                static error => Assert.Contains("missing.mp4", error.ErrorDetails.Message, StringComparison.Ordinal),
                static error => Assert.Contains("'clips/x*'", error.ErrorDetails.Message, StringComparison.Ordinal));
        });
    }

    [Fact]
    public void A_dry_run_touches_nothing()
    {
        Shell.Run($"Publish-WanMedia clips/?.mp4 {Model} -WhatIf; Convert-WanMedia clips/?.mp4 videoedit video ready -WhatIf").MustSucceed();

        Assert.Empty(Emulator.Log());
        Assert.False(Directory.Exists(Shell.PathOf("ready")));
    }

    [Theory]
    [InlineData("Publish-WanMedia Env:PATH " + Model, "Environment")]
    [InlineData("Publish-WanMedia Env:* " + Model, "Environment")]
    [InlineData("Publish-WanMedia -LiteralPath Variable:x -Model " + Model, "Variable")]
    [InlineData("Convert-WanMedia Env:PATH videoedit video", "Environment")]
    [InlineData("Start-WanVideoEditTask clay Env:PATH -Resolution 720P", "Environment")]
    [InlineData("Start-WanVideoEditTask clay clips/a.mp4 -ReferenceImage Env:* -Resolution 720P", "Environment")]
    [InlineData("Start-WanVideoEditTask clay clips/a.mp4 -Resolution 720P | Wait-WanTask | Save-WanResult -Destination Env:x", "Environment")]
    [InlineData("Publish-WanMedia nowhere:/a.mp4 " + Model, "nowhere:/a.mp4")]
    [InlineData("Publish-WanMedia nowhere:/*.mp4 " + Model, "nowhere:/*.mp4")]
    public void A_path_that_is_no_file_is_called_what_it_is(string script, string word)
        => Assert.Contains(word, Shell.Run(script).OnlyError("Wan.Media.NotAFilePath").ErrorDetails.Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("Start-WanVideoEditTask clay clips/*.mp4 -Resolution 720P", "Video", "clips/*.mp4")]
    [InlineData("Start-WanVideoTask turn clips/?.png -Resolution 720P", "FirstFrame", "clips/?.png")]
    [InlineData("Start-WanVideoTask turn https://cdn.example.com/1.png -DrivingAudio *.wav -Resolution 720P", "DrivingAudio", "*.wav")]
    public void Where_one_file_belongs_a_pattern_is_refused_and_the_error_says_how_to_take_them_all(string script, string parameter, string pattern)
    {
        var error = Shell.Run(script).OnlyError("Wan.Media.PatternNotTaken");

        Assert.Contains(parameter, error.ErrorDetails.Message, StringComparison.Ordinal);
        Assert.Contains($"'{pattern}'", error.ErrorDetails.Message, StringComparison.Ordinal);
        Assert.Contains("Get-ChildItem", error.ErrorDetails.RecommendedAction, StringComparison.Ordinal);
        Assert.Empty(Emulator.Log());
    }

    [Theory]
    [InlineData("Start-WanVideoEditTask clay 'clips/c[1].mp4' -Resolution 720P")]
    [InlineData("'clips/c[1].mp4' | Start-WanVideoEditTask clay -Resolution 720P")]
    [InlineData("[System.IO.FileInfo]::new($clip) | Start-WanVideoEditTask clay -Resolution 720P")]
    [InlineData("[pscustomobject]@{ Video = 'clips/c[1].mp4' } | Start-WanVideoEditTask clay -Resolution 720P")]
    [InlineData("Start-WanVideoEditTask clay 'W:/c[1].mp4' -Resolution 720P")]
    public void Brackets_in_the_name_of_a_file_are_part_of_it(string script)
    {
        var task = Shell.Run(script, ("clip", Shell.PathOf("clips", "c[1].mp4"))).Single<WanTask>();

        Assert.Contains("/clips/c[1].mp4", JsonSerializer.Serialize(task.Request), StringComparison.Ordinal);
    }

    [Fact]
    public void Reference_images_of_a_pattern_come_in_the_order_of_their_names()
    {
        var picture = Shell.Run("New-WanImage fox -Size 1K | Save-WanResult pictures").Single<WanAsset>();
        Directory.CreateDirectory(Shell.PathOf("refs[1]"));
        foreach (var name in new[] { "2.png", "1.png" })
        {
            File.Copy(picture.Path!, Shell.PathOf("refs[1]", name));
        }

        var report = Shell.Run("Test-WanVideoEditInput clay clips/a.mp4 -ReferenceImage 'refs[1]/*.png' -Resolution 720P").Single<WanPreflightReport>();

        Assert.Contains("1.png, reference_image 2.png", report.Input, StringComparison.Ordinal);
    }

    [Fact]
    public void A_destination_is_a_folder_whatever_its_name_looks_like()
    {
        Directory.CreateDirectory(Shell.PathOf("out1"));
        var asset = Shell.Run("New-WanImage fox -Size 1K | Save-WanResult -Destination 'out[1]'").Single<WanAsset>();

        Assert.Equal(Shell.PathOf("out[1]"), Path.GetDirectoryName(asset.Path));
    }

    [Theory]
    [InlineData("[Wan27.WanAsset]@{ Path = 'clips/a.mp4'; Model = 'wan2.7-i2v'; Route = 'image_to_video' } | Publish-WanMedia", "Wan.Route.ModelMissing")]
    [InlineData("[Wan27.WanAsset]@{ Path = 'clips/a.mp4'; Model = 'wan2.7-i2v'; Route = 'image_to_video' } | Convert-WanMedia -Role first_frame", "Wan.Route.RouteMissing")]
    public void What_made_a_file_does_not_say_what_it_is_for(string script, string id) => Shell.Run(script).OnlyError(id);

    [Fact]
    public void A_row_without_a_path_and_one_without_a_model_are_named()
    {
        var result = Shell.Run("$rows | Publish-WanMedia", ("rows", Rows.Csv($"Path|Model\nclips/a.mp4|{Model}\nclips/a.mp4|\n").Concat(Rows.Csv("Datei|Model\nclips/a.mp4|x")).ToArray()));

        Assert.Single(result.Output);
        Assert.Collection(
            result.Errors,
            static error => Says(error, "Wan.Route.ModelMissing", "Row 2"),
            static error => Says(error, "Wan.Media.NoKnownColumn", "Row 3", "Datei, Model", "LiteralPath"));
    }

    private static void Says(ErrorRecord error, string id, params string[] words)
    {
        Assert.StartsWith(id + ",", error.FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.All(words, word => Assert.Contains(word, error.ErrorDetails.Message, StringComparison.Ordinal));
    }
}
