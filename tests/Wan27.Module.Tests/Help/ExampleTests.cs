using System.Management.Automation.Language;
using Wan27.ModuleTests.Hosting;

namespace Wan27.ModuleTests.Help;

/// <summary>
/// Every example of the help does what it says, as it is written, against the emulator. Those that use cmdlets which the bare engine does
/// not have (Import-Csv, Get-ChildItem ...) run in tests/Pester/Examples.Tests.ps1.
/// </summary>
public sealed class ExampleTests
{
    private static readonly string[] EngineCommands = ["ForEach-Object", "Where-Object", "Receive-Job", "Wait-Job"];

    public static TheoryData<string, int> Examples
    {
        get
        {
            var own = HelpPage.All.Select(static page => page.Cmdlet).Concat(EngineCommands).ToHashSet(StringComparer.OrdinalIgnoreCase);
            var rows = new TheoryData<string, int>();
            foreach (var page in HelpPage.All)
            {
                for (var i = 0; i < page.ExampleCodes.Count; i++)
                {
                    if (CommandsOf(page.ExampleCodes[i]).All(own.Contains))
                    {
                        rows.Add(page.Cmdlet, i + 1);
                    }
                }
            }

            return rows;
        }
    }

    [Theory]
    [MemberData(nameof(Examples))]
    public void An_example_works_as_written(string cmdlet, int number)
    {
        using var folder = new ExampleFolder(cmdlet);

        folder.Shell.Run(HelpPage.All.Single(page => page.Cmdlet == cmdlet).ExampleCodes[number - 1]).MustSucceed();
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
}
