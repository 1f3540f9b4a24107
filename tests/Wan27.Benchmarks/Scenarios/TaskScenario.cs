namespace Wan27.Benchmarks.Scenarios;

/// <summary>Jobs through Start, Wait and Save on the emulator, in a process beside it, with the rate limits lifted; and the schedule that nothing beats.</summary>
internal static class TaskScenario
{
    private const int Rounds = 3;
    private const int Few = 100;
    private const int Many = 500;

    public static async Task<IReadOnlyList<Figure>> RunAsync(Bench bench)
    {
        var rounds = new List<(IReadOnlyDictionary<string, double> Few, IReadOnlyDictionary<string, double> Many)>();
        for (var round = 0; round < Rounds; round++)
        {
            rounds.Add((await JobsAsync(bench, Few), await JobsAsync(bench, Many)));
        }

        return
        [
            new($"CPU for each task of one second, small result stored (slope of {Few} to {Many}; 4 ms aimed at)", "ms",
                [.. rounds.Select(static round => (round.Many["cpu"] - round.Few["cpu"]) / (Many - Few))], "4 ms", [.. rounds.Select(static _ => 4.0)], 1),
            new("growth with ten times the work is linear: time of the last 400", "ms",
                [.. rounds.Select(static round => (round.Many["wall"] - round.Few["wall"]) / 4)], "of 100, with its start", [.. rounds.Select(static round => round.Few["wall"])], 1.1),
        ];
    }

    private static Task<IReadOnlyDictionary<string, double>> JobsAsync(Bench bench, int jobs)
        => bench.ScriptAsync("tasks", bench.Manifest, jobs.ToString(System.Globalization.CultureInfo.InvariantCulture), Directory.CreateTempSubdirectory("wan27-out-").FullName);
}
