using System.Text.RegularExpressions;
using Wan27.ModuleTests.Hosting;

namespace Wan27.ModuleTests.Snapshots;

/// <summary>Words as a user sees them, held against a file beside this one. What differs from run to run has a placeholder.</summary>
internal static partial class Snapshot
{
    public static void Match(string name, string text)
    {
        var actual = Steady(text).ReplaceLineEndings("\n").TrimEnd() + "\n";
        var path = Path.Combine(ModuleAssemblies.Root, "tests", "Wan27.Module.Tests", "Snapshots", name + ".txt");
        if (Environment.GetEnvironmentVariable("WAN27_ACCEPT_SNAPSHOTS") == "1")
        {
            File.WriteAllText(path, actual);
        }

        Assert.True(File.Exists(path), $"There is no snapshot '{name}.txt' yet; look at the words and accept them with WAN27_ACCEPT_SNAPSHOTS=1:\n{actual}");
        Assert.Equal(File.ReadAllText(path).ReplaceLineEndings("\n"), actual);
    }

    private static string Steady(string text)
    {
        text = Identifier().Replace(text, "<id>");
        text = Port().Replace(text, "127.0.0.1:<port>");
        text = Milliseconds().Replace(text, "in <n> ms");
        return Fingerprint().Replace(text, "fingerprint <hex>");
    }

    [GeneratedRegex("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")]
    private static partial Regex Identifier();

    [GeneratedRegex(@"127\.0\.0\.1:\d+")]
    private static partial Regex Port();

    [GeneratedRegex(@"in \d+ ms")]
    private static partial Regex Milliseconds();

    [GeneratedRegex("fingerprint [0-9a-f]{8}")]
    private static partial Regex Fingerprint();
}
