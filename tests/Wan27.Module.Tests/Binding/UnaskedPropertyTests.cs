using System.Collections;
using System.Collections.Specialized;
using System.Management.Automation;
using Wan27.ModuleTests.Pipelines;

namespace Wan27.ModuleTests.Binding;

/// <summary>Properties that a record has by its nature, such as the number of a table's keys, are no columns, whatever they are called.</summary>
public sealed class UnaskedPropertyTests : EmulatedTests
{
    private static readonly (string Name, object Value)[] Columns = [("Prompt", "a"), ("Size", "1K"), ("Seed", 1), ("JobKey", "k")];

    public static TheoryData<string> Tables => ["hashtable", "ordered", "dictionary"];

    [Theory]
    [MemberData(nameof(Tables))]
    public void A_table_is_not_billed_a_picture_for_each_of_its_keys(string kind)
    {
        Shell.Run("$given | Start-WanImageTask", ("given", Table(kind, Columns))).Single<WanTask>();

        Assert.Equal([1], Counts("image.async"));
    }

    [Theory]
    [MemberData(nameof(Tables))]
    public void A_table_is_billed_the_count_that_it_names(string kind)
    {
        Shell.Run("$given | Start-WanImageTask", ("given", Table(kind, [.. Columns, ("Count", 2)]))).Single<WanTask>();
        Shell.Run("$given | Start-WanImageTask -Count 3", ("given", Table(kind, [("Prompt", "b"), ("Count", 2)]))).Single<WanTask>();
        Shell.Run("$given | Start-WanImageTask -Count { $_['Wanted'] }", ("given", Table(kind, [("Prompt", "c"), ("Wanted", 4)]))).Single<WanTask>();

        Assert.Equal([2, 3, 4], Counts("image.async"));
    }

    [Theory]
    [MemberData(nameof(Tables))]
    public void A_count_of_a_table_that_is_no_number_is_refused(string kind)
    {
        Shell.Run("$given | Start-WanImageTask", ("given", Table(kind, [.. Columns, ("Count", "abc")]))).OnlyError("Wan.Route.ValueUnusable");

        Assert.Empty(Emulator.Log("image.async"));
    }

    [Theory]
    [MemberData(nameof(Tables))]
    public void A_table_is_the_same_in_a_background_job(string kind)
    {
        var result = Shell.Run("$job = $given | New-WanImage -AsJob; $null = $job.Finished.WaitOne(); $job.Output.ReadAll(); $job.Error", ("given", Table(kind, Columns[..3]))).MustSucceed();

        Assert.Single(result.Of<WanImageResult>());
        Assert.Equal([1], Counts("image.sync"));
    }

    [Fact]
    public void What_a_table_said_is_not_carried_over_to_the_next_record()
    {
        Shell.Run("@{ Prompt = 'a'; Count = 3; Size = '1K' }, @{ Prompt = 'b' }, [pscustomobject]@{ Prompt = 'c'; Count = 2 }, 'd', @{ Prompt = 'e'; Size = '1K' } | Start-WanImageTask").MustSucceed();

        Assert.Equal([3, 1, 2, 1, 1], Counts("image.async"));
    }

    [Theory]
    [InlineData("Start-WanImageTask 'make it night'")]
    [InlineData("New-WanImage 'make it night'")]
    [InlineData("Test-WanImageInput 'make it night'")]
    [InlineData("Start-WanVideoTask turn -Resolution 720P")]
    [InlineData("Test-WanVideoInput turn -Resolution 720P")]
    [InlineData("Publish-WanMedia -Model wan2.7-image")]
    [InlineData("Convert-WanMedia -Route image -Role image")]
    public void A_file_brings_nothing_but_itself(string command)
    {
        var file = Picture();
        foreach (var (name, script) in new[] { ("Size", "'21481'"), ("Count", "4"), ("Seed", "'x'"), ("Duration", "9"), ("Resolution", "'1080P'"), ("JobKey", "'of the file'") })
        {
            file.Properties.Add(new PSScriptProperty(name, ScriptBlock.Create(script)));
        }

        var output = Assert.Single(Shell.Run($"$given | {command}", ("given", file)).MustSucceed().Output);
        Assert.True(output is not WanPreflightReport report || report.Passed);
        Assert.True(output is not WanTask task || task.JobKey is null);
    }

    [Fact]
    public void What_a_script_has_put_on_a_file_is_meant()
    {
        var file = Picture();
        file.Properties.Add(new PSNoteProperty("Prompt", "make it night"));
        file.Properties.Add(new PSNoteProperty("N", 2));

        Assert.Equal("make it night", Shell.Run("$given | Start-WanImageTask", ("given", file)).Single<WanTask>().Prompt);
        Assert.Equal([2], Counts("image.async"));
    }

    [Fact]
    public void A_result_brings_no_fault_of_what_is_not_taken_from_it()
    {
        var picture = PSObject.AsPSObject(Shell.Run("New-WanImage fox -Size 1K").Single<WanImageResult>());
        picture.Properties.Add(new PSNoteProperty("Size", new[] { "1K", "2K" }));

        Shell.Run("$given | Start-WanImageTask again", ("given", picture)).Single<WanTask>();
    }

    private static IDictionary Table(string kind, (string Name, object Value)[] columns)
    {
        IDictionary table = kind switch
        {
            "hashtable" => new Hashtable(StringComparer.OrdinalIgnoreCase),
            "ordered" => new OrderedDictionary(StringComparer.OrdinalIgnoreCase),
            _ => new Dictionary<string, object>(StringComparer.OrdinalIgnoreCase),
        };
        foreach (var (name, value) in columns)
        {
            table.Add(name, value);
        }

        return table;
    }

    private PSObject Picture()
    {
        var stored = Shell.Run("New-WanImage fox -Size 1K | Save-WanResult made").Single<WanAsset>();
        return PSObject.AsPSObject(new FileInfo(stored.Path!));
    }

    private int[] Counts(string operation)
        => [.. Emulator.Log(operation).Select(static entry => entry.GetProperty("body"))
            .OrderBy(static body => body.GetProperty("input").GetRawText(), StringComparer.Ordinal)
            .Select(static body => body.GetProperty("parameters").GetProperty("n").GetInt32())];
}
