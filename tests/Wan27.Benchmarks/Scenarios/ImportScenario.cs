namespace Wan27.Benchmarks.Scenarios;

/// <summary>Importing the packed module and an empty binary module in turns, each in a fresh process; the clock runs inside, without its start.</summary>
internal static class ImportScenario
{
    private const int Rounds = 15;

    public static async Task<IReadOnlyList<Figure>> RunAsync(Bench bench)
    {
        var empty = Path.Combine(AppContext.BaseDirectory, "EmptyModule.dll");

        // The first round fills the caches of the system and makes the journal; it does not count.
        await bench.ScriptAsync("import", empty, "Get-Nothing");
        await bench.ScriptAsync("import", bench.Manifest, "Get-WanProfile");
        var (own, peer) = (new List<IReadOnlyDictionary<string, double>>(), new List<IReadOnlyDictionary<string, double>>());
        for (var round = 0; round < Rounds; round++)
        {
            peer.Add(await bench.ScriptAsync("import", empty, "Get-Nothing"));
            own.Add(await bench.ScriptAsync("import", bench.Manifest, "Get-WanProfile"));
        }

        return
        [
            new("Import-Module, fresh process", "ms", [.. own.Select(static time => time["import"])], "an empty binary module", [.. peer.Select(static time => time["import"])], 1.25),
            new("first Get-WanProfile after import (80 ms more at most)", "ms", [.. own.Select(static time => time["first"])], "the second, and 80 ms", [.. own.Select(static time => time["second"] + 80)], 1),
        ];
    }
}
