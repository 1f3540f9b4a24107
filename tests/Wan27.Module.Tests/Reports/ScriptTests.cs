using System.Diagnostics;
using Wan27.ModuleTests.Hosting;

namespace Wan27.ModuleTests.Reports;

/// <summary>The page's script is plain JavaScript whose comments tell its types; a compiler holds it to them.</summary>
public sealed class ScriptTests
{
    private static readonly string[] Arguments = ["--allowJs", "--checkJs", "--strict", "--noUnusedLocals", "--noEmit", "--target", "es2023", "--lib", "es2023,dom,dom.iterable"];

    [CompilerFact]
    public async Task The_script_keeps_to_its_types_and_has_nothing_unused()
    {
        var start = new ProcessStartInfo(Chromium.Compiler!) { RedirectStandardOutput = true };
        Array.ForEach([.. Arguments, Path.Combine(ModuleAssemblies.Root, "src", "Wan27.Engine", "Report", "report.js")], start.ArgumentList.Add);
        using var compiler = Process.Start(start)!;
        var said = await compiler.StandardOutput.ReadToEndAsync();
        await compiler.WaitForExitAsync();

        Assert.Empty(said);
        Assert.Equal(0, compiler.ExitCode);
    }
}
