using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.Emit;
using Wan27.Benchmarks;
using Wan27.Benchmarks.Scenarios;

Dictionary<string, Func<Bench, Task<IReadOnlyList<Figure>>>> scenarios = new()
{
    ["import"] = ImportScenario.RunAsync,
    ["headers"] = HeaderScenario.RunAsync,
    ["tasks"] = TaskScenario.RunAsync,
    ["journal"] = JournalScenario.RunAsync,
    ["download"] = DownloadScenario.RunAsync,
    ["body"] = BodyScenario.RunAsync,
    ["csv"] = CsvScenario.RunAsync,
};

switch (args)
{
    case ["serve", var file]:
        await DownloadScenario.ServeAsync(file);
        return 0;
    case ["small"]:
        BenchmarkRunner.Run<Micro>(ManualConfig.Create(DefaultConfig.Instance).AddJob(Job.ShortRun.WithToolchain(InProcessEmitToolchain.Instance)).WithOptions(ConfigOptions.DisableOptimizationsValidator));
        return 0;
    case ["large", var pwsh, var manifest, var results, .. var names] when names.All(scenarios.ContainsKey):
        var folder = Directory.CreateTempSubdirectory("wan27-bench-").FullName;
        try
        {
            var table = new BenchTable((await new Bench(pwsh, manifest, folder).RunAsync(pwsh, "-NoProfile", "-Command", "[string]$PSVersionTable.PSVersion")).Trim());
            foreach (var (name, run) in scenarios.Where(pair => names.Length == 0 || names.Contains(pair.Key)))
            {
                await Console.Error.WriteLineAsync($"{name} ...");
                var own = Directory.CreateDirectory(Path.Combine(folder, name)).FullName;
                table.Add(await run(new Bench(pwsh, manifest, own)));
                Directory.Delete(own, recursive: true);
            }

            await Console.Out.WriteLineAsync(table.Markdown);
            await File.WriteAllTextAsync(results, table.Json);
            return 0;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }

    default:
        await Console.Error.WriteLineAsync($"small | large <path of pwsh> <manifest of the packed module> <file for the results> [{string.Join(' ', scenarios.Keys)}]");
        return 2;
}
