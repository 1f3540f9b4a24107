namespace Wan27.Benchmarks.Scenarios;

/// <summary>A file of jobs as a dry run, and the reading of the file alone.</summary>
internal static class CsvScenario
{
    private const int Rounds = 5;

    public static async Task<IReadOnlyList<Figure>> RunAsync(Bench bench)
    {
        var rounds = new List<IReadOnlyDictionary<string, double>>();
        for (var round = 0; round < Rounds; round++)
        {
            rounds.Add(await bench.ScriptAsync("csv", bench.Manifest, Path.Combine(bench.Folder, "jobs.csv")));
        }

        return
        [
            new("CSV of 10,000 rows through -WhatIf", "ms", [.. rounds.Select(static time => time["whatif"])], "Import-Csv alone", [.. rounds.Select(static time => time["csv"])], 6),
            new("the same, allocated", "MB", [.. rounds.Select(static time => time["whatif.mb"])], "Import-Csv alone", [.. rounds.Select(static time => time["csv.mb"])], 6),
        ];
    }
}
