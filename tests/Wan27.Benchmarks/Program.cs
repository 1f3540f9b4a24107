using System.Globalization;
using Wan27.Benchmarks;

switch (args)
{
    case ["headers", .. var rest]:
        await HeaderBenchmark.RunAsync(rest.Length > 0 ? int.Parse(rest[0], CultureInfo.InvariantCulture) : 1_000, Console.Out);
        return 0;
    case ["import", var pwsh, var manifest]:
        await ImportBenchmark.RunAsync(pwsh, manifest, Console.Out);
        return 0;
    default:
        await Console.Error.WriteLineAsync("headers [number of files] | import <path of pwsh> <manifest of the packed module>");
        return 2;
}
