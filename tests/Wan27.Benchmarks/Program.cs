using Wan27.Benchmarks;

var files = args.Length > 0 && int.TryParse(args[0], out var count) ? count : 1_000;
await HeaderBenchmark.RunAsync(files, Console.Out);
