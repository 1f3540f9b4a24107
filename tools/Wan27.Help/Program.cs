using Wan27.Help;

// Wan27.Help <Wan27.dll> <folder of System.Management.Automation.dll> <docs> <output>
if (args is not [var assembly, var powerShell, var docs, var output])
{
    await Console.Error.WriteLineAsync("Wan27.Help : error WANHELP00: usage: Wan27.Help <Wan27.dll> <folder of System.Management.Automation.dll> <docs folder> <output folder>");
    return 2;
}

try
{
    var pages = CommandPages.Read(Path.Combine(docs, "cmdlets"));
    var cmdlets = CmdletReader.Read(assembly, powerShell);
    PageCheck.Ensure(pages, cmdlets);

    Directory.CreateDirectory(output);
    MamlWriter.Write(Path.Combine(output, "Wan27.dll-Help.xml"), cmdlets.Select(cmdlet => (cmdlet, pages.For(cmdlet.Name))));
    foreach (var about in Directory.GetFiles(Path.Combine(docs, "about"), "about_*.md"))
    {
        var page = ErrorList.Fill(await File.ReadAllLinesAsync(about), Path.Combine(Path.GetDirectoryName(Path.GetFullPath(assembly))!, "engine", "Wan27.Engine.dll"));
        await File.WriteAllTextAsync(Path.Combine(output, Path.GetFileNameWithoutExtension(about) + ".help.txt"), AboutText.Convert(page));
    }

    return 0;
}
catch (PageException refused)
{
    foreach (var problem in refused.Problems)
    {
        await Console.Error.WriteLineAsync(problem.ToString());
    }

    return 1;
}
