using System.Management.Automation;
using System.Reflection;
using System.Text.Json;
using Wan27.Cmdlets.Commands;
using Wan27.ModuleTests.Hosting;

namespace Wan27.ModuleTests.Help;

/// <summary>What Get-Help shows is what the pages say, for every cmdlet and all of it.</summary>
public sealed class HelpTests : IDisposable
{
    private readonly Shell _shell = new();

    public static TheoryData<string> Cmdlets => [.. HelpPage.All.Select(static page => page.Cmdlet)];

    public static TheoryData<string> Topics
        => [.. Directory.GetFiles(Path.Combine(ModuleAssemblies.Root, "docs", "about"), "about_*.md").Select(Path.GetFileNameWithoutExtension).OfType<string>()];

    public void Dispose() => _shell.Dispose();

    [Fact]
    public void Every_exported_cmdlet_has_a_page()
        => Assert.Equal(
            _shell.Run("(Get-Module Wan27).ExportedCmdlets.Keys").MustSucceed().Of<string>().Order(StringComparer.Ordinal),
            HelpPage.All.Select(static page => page.Cmdlet));

    [Theory]
    [MemberData(nameof(Cmdlets))]
    public void Get_Help_shows_what_the_page_says(string cmdlet)
    {
        var page = Page(cmdlet);
        var help = Help(cmdlet);

        Assert.Equal(page.Synopsis.Replace("`", string.Empty, StringComparison.Ordinal), Text(help, "Synopsis"));
        Assert.NotEmpty(Text(help, "description"));
        Assert.Equal(page.Outputs, Items(Property(help, "returnValues"), "returnValue").Select(static value => Text(Property(value, "type"), "name")));
        Assert.All(Parameters(help), static parameter => Assert.NotEmpty(Text(parameter, "description")));
        Assert.Equal(
            page.Parameters.Order(StringComparer.Ordinal),
            Parameters(help).Select(static parameter => Text(parameter, "name")).Except(["WhatIf", "Confirm"]).Order(StringComparer.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Cmdlets))]
    public void Get_Help_shows_the_examples_as_written(string cmdlet)
    {
        var page = Page(cmdlet);
        var examples = Items(Property(Help(cmdlet), "examples"), "example").ToArray();

        Assert.True(page.ExampleCodes.Count >= 3);
        Assert.Equal(page.ExampleCodes, examples.Select(static example => Text(example, "code").ReplaceLineEndings("\n")));
        Assert.Equal(page.ExampleTitles.Select(static (title, index) => $"--- Example {index + 1}: {title} ---"), examples.Select(static example => Text(example, "title")));
        Assert.All(examples, static example => Assert.NotEmpty(Text(example, "remarks")));
    }

    [Theory]
    [MemberData(nameof(Cmdlets))]
    public void The_syntax_has_every_parameter_of_every_set(string cmdlet)
    {
        var command = _shell.Run($"Get-Command {cmdlet}").Single<CmdletInfo>();
        var expected = command.ParameterSets.Select(static set => Sorted(set.Parameters.Select(static parameter => parameter.Name).Where(static name => !Cmdlet.CommonParameters.Contains(name))));

        var shown = Items(Property(Help(cmdlet), "syntax"), "syntaxItem").Select(static item => Sorted(Items(item, "parameter").Select(static parameter => Text(parameter, "name"))));

        Assert.Equal(Sorted(expected), Sorted(shown));
    }

    [Theory]
    [MemberData(nameof(Cmdlets))]
    public void Parameters_are_shown_with_their_types_positions_and_aliases(string cmdlet)
    {
        var command = _shell.Run($"Get-Command {cmdlet}").Single<CmdletInfo>();

        Assert.All(Parameters(Help(cmdlet)), shown =>
        {
            var real = command.Parameters[Text(shown, "name")];
            var uses = real.ParameterSets.Values;
            Assert.Equal((Nullable.GetUnderlyingType(real.ParameterType) ?? real.ParameterType).Name, Text(Property(shown, "type"), "name"));
            Assert.Equal(real.Aliases.Count == 0 ? "none" : string.Join(", ", real.Aliases), Text(shown, "aliases"));
            Assert.Contains(uses, use => Text(shown, "position") == (use.Position >= 0 ? $"{use.Position}" : "named") && Text(shown, "required") == (use.IsMandatory ? "true" : "false"));
            Assert.Equal(uses.Any(static use => use.ValueFromPipelineByPropertyName), Text(shown, "pipelineInput").Contains("ByPropertyName", StringComparison.Ordinal));
        });
    }

    [Theory]
    [MemberData(nameof(Cmdlets))]
    public void Links_lead_somewhere(string cmdlet)
    {
        Assert.NotEmpty(Page(cmdlet).Links);
        Assert.All(Page(cmdlet).Links, static link => Assert.True(File.Exists(Path.Combine(HelpPage.Folder, link)), link));
    }

    [Fact]
    public void Numbers_are_those_of_the_contract()
    {
        using var contract = JsonDocument.Parse(File.ReadAllText(Path.Combine(ModuleAssemblies.Root, "src", "Wan27.Engine", "Contract", "contract.json")));
        var limits = contract.RootElement.GetProperty("limits").EnumerateArray().ToDictionary(static limit => limit.GetProperty("name").GetString()!, static limit => limit.GetProperty("value").GetDouble());
        var named = HelpPage.All.SelectMany(static page => page.Limits.Select(limit => (page.Cmdlet, limit.Name, limit.Value))).ToArray();

        Assert.NotEmpty(named);
        Assert.All(named, limit => Assert.Equal((limit.Cmdlet, limit.Name, limits.GetValueOrDefault(limit.Name, double.NaN)), limit));
    }

    [Fact]
    public void A_parameter_that_cmdlets_share_reads_the_same_everywhere()
    {
        var texts =
            from type in typeof(NewWanImageCommand).Assembly.GetExportedTypes()
            where type.GetCustomAttribute<CmdletAttribute>() is not null
            let name = type.GetCustomAttribute<CmdletAttribute>()!
            let page = Page($"{name.VerbName}-{name.NounName}")
            from property in type.GetProperties()
            where property.GetCustomAttributes<ParameterAttribute>().Any() && property.DeclaringType!.IsAbstract
            group page.ParameterText(property.Name) by (property.DeclaringType!.Name, property.Name);

        var shared = texts.ToArray();
        Assert.NotEmpty(shared);
        Assert.All(shared, static same => Assert.Single(same.Distinct()));
    }

    [Theory]
    [MemberData(nameof(Topics))]
    public void Topics_are_found_and_hold_their_page(string topic)
    {
        var shown = string.Concat(_shell.Run($"Get-Help {topic}").MustSucceed().Output);
        var page = File.ReadAllLines(Path.Combine(ModuleAssemblies.Root, "docs", "about", topic + ".md"));

        Assert.All(
            page.Where(static line => line.StartsWith("## ", StringComparison.Ordinal)),
            heading => Assert.Contains("\n" + heading[3..].ToUpperInvariant() + "\n", shown, StringComparison.Ordinal));

        // What the build fills in stands between the words of the page.
        var said = Words(shown.Replace("TOPIC", string.Empty, StringComparison.Ordinal));
        var written = string.Join('\n', page).Split("<!-- error ids -->").Select(Words).ToArray();
        Assert.StartsWith(written[0], said, StringComparison.Ordinal);
        Assert.EndsWith(written[^1], said, StringComparison.Ordinal);
        Assert.Equal(written.Length > 1, said.Length > written.Sum(static part => part.Length));
        Assert.All(shown.Split('\n'), static line => Assert.InRange(line.Length, 0, 100));
    }

    private static HelpPage Page(string cmdlet) => HelpPage.All.Single(page => page.Cmdlet == cmdlet);

    /// <summary>All words, without the marks of Markdown.</summary>
    private static string Words(string text)
        => string.Join(' ', text.Replace("```powershell", " ", StringComparison.Ordinal).Replace("`", string.Empty, StringComparison.Ordinal).Replace("#", " ", StringComparison.Ordinal)
            .Split([' ', '\n'], StringSplitOptions.RemoveEmptyEntries)).ToUpperInvariant();

    private static string Sorted(IEnumerable<string> names) => string.Join(' ', names.Order(StringComparer.Ordinal));

    private PSObject Help(string cmdlet)
    {
        using var shell = _shell.Create($"Get-Help {cmdlet} -Full");
        var help = Assert.Single(shell.Invoke());
        Assert.Empty(shell.Streams.Error);
        return help;
    }

    private static PSObject Property(PSObject from, string name) => PSObject.AsPSObject(from.Properties[name]?.Value ?? string.Empty);

    private static string Text(PSObject from, string name)
        => Property(from, name).BaseObject switch
        {
            Array paragraphs => string.Join('\n', paragraphs.Cast<object>().Select(static paragraph => Text(PSObject.AsPSObject(paragraph), "Text"))),
            var value => value.ToString()!.Trim(),
        };

    /// <summary>PowerShell shows an empty one where a cmdlet has none.</summary>
    private static IEnumerable<PSObject> Parameters(PSObject help)
        => Items(Property(help, "parameters"), "parameter").Where(static parameter => Text(parameter, "name").Length > 0);

    private static IEnumerable<PSObject> Items(PSObject from, string name)
        => Property(from, name) is { BaseObject: Array many } ? many.Cast<object>().Select(PSObject.AsPSObject) : [Property(from, name)];
}
