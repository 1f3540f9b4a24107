using System.Globalization;
using Wan27.ModuleTests.Hosting;

namespace Wan27.ModuleTests.Torture;

/// <summary>Several processes of one user share a budget: what the service is sent is never above it, and never below what fits.</summary>
public sealed class SharedBudgetTests
{
    [Theory]
    [InlineData("@{ Seconds = 30; Per = 'Month' }", 15)]
    [InlineData("@{ Amount = 2.5; Currency = 'USD'; Per = 'Day' }", 12)]
    public async Task Four_processes_submit_exactly_what_their_budget_has_room_for(string budget, int fits)
    {
        using var user = new UserFolder();
        using var emulator = await EmulatorProcess.StartAsync("0");
        File.WriteAllText(user.PathOf("prices.csv"), string.Create(CultureInfo.InvariantCulture, $"provider,model,tier,unit,amount,currency,source,checked\nDashScope,wan2.7-i2v*,720P,second,0.1,USD,https://prices.example/a,{DateTime.Now:yyyy-MM-dd}\n"));
        await user.SetProfileAsync(emulator.Url, $"-PriceListPath prices.csv -SubmitRate 20 -BudgetLimit {budget}");
        const string script = """
            $tasks = 1..8 | ForEach-Object { [pscustomobject]@{ FirstFrame = "https://cdn.example.com/$_.png" } } |
                Start-WanVideoTask turn -Resolution 720P -Duration 2 -ErrorAction SilentlyContinue -ErrorVariable failed -WarningAction SilentlyContinue | Wait-WanTask
            "$(@($tasks).Count) $(@($failed | ForEach-Object FullyQualifiedErrorId | Sort-Object -Unique))"
            """;

        var results = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => user.RunAsync("-c", script)));

        Assert.All(results, static result => Assert.Equal((0, string.Empty), (result.ExitCode, result.Error)));
        Assert.Equal(fits, emulator.Control.Log().Count(static entry => entry.GetProperty("operation").GetString() == "video.submit"));
        Assert.Equal(fits, results.Sum(static result => int.Parse(result.Output.Split(' ')[0], CultureInfo.InvariantCulture)));
        Assert.Contains(results, static result => result.Output.Contains("Wan.Billing.BudgetReached", StringComparison.Ordinal));
    }
}
