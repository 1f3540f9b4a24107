namespace Wan27.ModuleTests.Console;

/// <summary>What a script may expect of any PowerShell, in <c>wan27</c>.</summary>
public sealed class PipelineTests
{
    [Fact]
    public async Task The_CSV_pipeline_of_the_readme_runs_as_written()
    {
        string line = Assert.Single(
            File.ReadLines(Path.Combine(Hosting.ModuleAssemblies.Root, "README.md")), text => text.StartsWith("Import-Csv jobs.csv | Start-WanVideoTask | Wait-WanTask | Save-WanResult", StringComparison.Ordinal));
        using var folder = new ScriptFolder();
        folder.Add("jobs.csv", "JobKey,Prompt,FirstFrame,Resolution\nfox,It turns,https://cdn.example.com/fox.png,720P\nboat,,https://cdn.example.com/boat.png,720P\n");
        string script = folder.Add("batch.ps1", $"$env:WAN27_HOME = \"$PSScriptRoot/home\"\nSet-Location -LiteralPath $PSScriptRoot\nStart-WanEmulator -TaskSeconds 0 -Default\n({line}).Name | Sort-Object\nStop-WanEmulator");

        ConsoleResult result = await ConsoleProcess.RunAsync("-NoProfile", "-NonInteractive", "-File", script);

        Assert.Equal((0, ""), (result.ExitCode, result.Error));
        Assert.Equal(["boat.mp4", "fox.mp4"], result.OutputLines);
    }

    [Fact]
    public async Task Jobs_and_parallel_runspaces_work_once_they_have_imported_the_module()
    {
        ConsoleResult result = await ConsoleProcess.RunAsync("-NoProfile", "-c", """
            $module = (Get-Module Wan27).Path
            Start-Job { Import-Module $using:module; (Get-Command Wait-WanTask).Name } | Receive-Job -Wait -AutoRemoveJob
            1..2 | ForEach-Object -Parallel { Import-Module $using:module; (Get-Command Save-WanResult).Name }
            """);

        Assert.Equal((0, ""), (result.ExitCode, result.Error));
        Assert.Equal(["Wait-WanTask", "Save-WanResult", "Save-WanResult"], result.OutputLines);
    }

    [Fact]
    public async Task The_names_of_the_module_are_completed()
    {
        ConsoleResult result = await ConsoleProcess.RunAsync("-NoProfile", "-c", "(TabExpansion2 'Start-WanVideoT').CompletionMatches.CompletionText; (TabExpansion2 'Set-WanProfile x -Reg').CompletionMatches.CompletionText");

        Assert.Equal(["Start-WanVideoTask", "-Region"], result.OutputLines);
    }
}
