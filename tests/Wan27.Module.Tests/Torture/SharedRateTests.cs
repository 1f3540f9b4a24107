using System.Globalization;
using System.Text.Json;
using Wan27.ModuleTests.Console;
using Xunit.Abstractions;

namespace Wan27.ModuleTests.Torture;

/// <summary>Several processes of one user keep to one account's rates, as the service sees it.</summary>
public sealed class SharedRateTests(ITestOutputHelper log)
{
    private const int Jobs = 24;
    private const int SubmitsPerSecond = 5;
    private const int QueriesPerSecond = 20;

    [Theory]
    [InlineData(2)]
    [InlineData(4)]
    public async Task Processes_of_one_account_never_exceed_its_rates(int processes)
    {
        using var user = new UserFolder();
        using var emulator = await EmulatorProcess.StartAsync("3");
        await user.SetProfileAsync(emulator.Url);
        var script = $$"""
            1..{{Jobs / processes}} | ForEach-Object { [pscustomobject]@{ FirstFrame = "https://cdn.example.com/$_.png" } } |
                Start-WanVideoTask turn -Resolution 720P -Duration 2 | Wait-WanTask -PollIntervalSec 0.05 | ForEach-Object State
            """;

        var results = await Task.WhenAll(Enumerable.Range(0, processes).Select(_ => user.RunAsync("-c", script)));

        Assert.All(results, static result => Assert.Equal((0, string.Empty), (result.ExitCode, result.Error)));
        var entries = emulator.Control.Log();
        var submits = Times(entries, static operation => operation == "video.submit");
        var queries = Times(entries, static operation => operation is "task.query" or "task.list" or "task.cancel");
        Assert.Equal(Jobs, submits.Length);

        // Enough of both that a rate that is not kept would show.
        Assert.True(queries.Length > 3 * QueriesPerSecond, $"{queries.Length} queries");
        AssertKept("submits", submits, SubmitsPerSecond);
        AssertKept("queries", queries, QueriesPerSecond);
    }

    private static DateTimeOffset[] Times(IReadOnlyList<JsonElement> entries, Func<string, bool> counts)
        => [.. entries.Where(entry => counts(entry.GetProperty("operation").GetString()!)).Select(static entry => entry.GetProperty("startedAt").GetDateTimeOffset()).Order()];

    private void AssertKept(string what, DateTimeOffset[] times, int perSecond)
    {
        // One more than allowed must need at least a second, wherever the second begins.
        var spans = times.Zip(times.Skip(perSecond), static (first, last) => last - first).ToArray();
        log.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{times.Length} {what} in {(times[^1] - times[0]).TotalSeconds:0.0} s; {perSecond + 1} of them within {spans.Min().TotalMilliseconds:0} ms at least"));
        Assert.All(spans, span => Assert.True(span >= TimeSpan.FromSeconds(1), $"{perSecond + 1} {what} within {span.TotalMilliseconds:0} ms"));
    }
}
