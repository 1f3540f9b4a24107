using System.Management.Automation.Language;
using Wan27.Engine.Tests.Stores;
using Wan27.ModuleTests.Hosting;
using Wan27.ModuleTests.Stores;

namespace Wan27.ModuleTests.Help;

/// <summary>
/// Every example of the help does what it says, as it is written, against the emulator. Those that use cmdlets which the bare engine does
/// not have (Import-Csv, Get-ChildItem ...) run in tests/Pester/Examples.Tests.ps1.
/// </summary>
[Collection(SwiftTests.Name)]
public sealed class ExampleTests(SwiftServer server)
{
    private static readonly string[] EngineCommands = ["ForEach-Object", "Where-Object", "Receive-Job", "Wait-Job"];

    public static TheoryData<string, int> Examples => Of(static code => !UsesStore(code));

    /// <summary>Those that use the store 'media'.</summary>
    public static TheoryData<string, int> StoreExamples => Of(UsesStore);

    [Theory]
    [MemberData(nameof(Examples))]
    public void An_example_works_as_written(string cmdlet, int number)
    {
        using var folder = new ExampleFolder(cmdlet);

        folder.Shell.Run(CodeOf(cmdlet, number)).MustSucceed();
    }

    [SwiftTheory]
    [MemberData(nameof(StoreExamples))]
    public async Task An_example_with_a_store_works_as_written(string cmdlet, int number)
    {
        using var folder = new ExampleFolder(cmdlet);
        await server.MakeBucketAsync("films");
        StoreCommands.Set(folder.Shell, server, "media", "films");

        folder.Shell.Run(CodeOf(cmdlet, number)).MustSucceed();
    }

    [Fact]
    public void Every_example_parses_and_uses_its_cmdlet_with_existing_parameters()
    {
        using var shell = new Shell();
        var commands = shell.Run("Get-Command -Module Wan27").MustSucceed().Of<System.Management.Automation.CmdletInfo>().ToDictionary(static command => command.Name, StringComparer.OrdinalIgnoreCase);
        Assert.All(HelpPage.All, page => Assert.All(page.ExampleCodes, code =>
        {
            var tree = Parser.ParseInput(code, out _, out var errors);
            Assert.Empty(errors);
            Assert.Contains(page.Cmdlet, CommandsOf(code), StringComparer.OrdinalIgnoreCase);
            foreach (var call in tree.FindAll(static node => node is CommandAst, searchNestedScriptBlocks: true).Cast<CommandAst>().Where(call => commands.ContainsKey(call.GetCommandName() ?? string.Empty)))
            {
                Assert.All(
                    call.CommandElements.OfType<CommandParameterAst>(),
                    parameter => Assert.Contains(parameter.ParameterName, commands[call.GetCommandName()].Parameters.Keys, StringComparer.OrdinalIgnoreCase));
            }
        }));
    }

    private static IEnumerable<string> CommandsOf(string code)
        => Parser.ParseInput(code, out _, out _)
            .FindAll(static node => node is CommandAst, searchNestedScriptBlocks: true)
            .Cast<CommandAst>()
            .Select(static call => call.GetCommandName() ?? string.Empty);

    private static string CodeOf(string cmdlet, int number) => HelpPage.All.Single(page => page.Cmdlet == cmdlet).ExampleCodes[number - 1];

    private static bool UsesStore(string code)
        => code.Contains("-Store media", StringComparison.Ordinal) || code.Contains("-UploadStore media", StringComparison.Ordinal)
            || code.Contains("store:media/", StringComparison.Ordinal) || code.Contains("Test-WanStore", StringComparison.Ordinal);

    private static TheoryData<string, int> Of(Func<string, bool> wanted)
    {
        var own = HelpPage.All.Select(static page => page.Cmdlet).Concat(EngineCommands).ToHashSet(StringComparer.OrdinalIgnoreCase);
        var rows = new TheoryData<string, int>();
        foreach (var page in HelpPage.All)
        {
            for (var i = 0; i < page.ExampleCodes.Count; i++)
            {
                if (wanted(page.ExampleCodes[i]) && CommandsOf(page.ExampleCodes[i]).All(own.Contains))
                {
                    rows.Add(page.Cmdlet, i + 1);
                }
            }
        }

        return rows;
    }
}
