using Wan27.Engine.Tests.Stores;
using Wan27.ModuleTests.Hosting;
using Wan27.ModuleTests.Pipelines;
using Wan27.ModuleTests.Stores;

namespace Wan27.ModuleTests.Reports;

/// <summary>Results that lie in a bucket: named, and shown only by links that were asked for.</summary>
[Collection(SwiftTests.Name)]
public sealed class StoreLinkTests(SwiftServer server, Browser browser) : EmulatedTests, IClassFixture<Browser>
{
    private readonly string _bucket = $"report-{Guid.NewGuid():N}"[..20];

    [BucketPageFact]
    public async Task A_link_that_was_asked_for_plays_and_says_when_it_dies()
    {
        await SaveAsync();
        Shell.Run("Export-WanReport report.html -StoreLink").MustSucceed();
        await using var page = await browser.OpenAsync(Shell.PathOf("report.html"));

        await page.ClickAsync("button.play");
        await page.UntilAsync("(document.querySelector('.card video')?.currentTime ?? 0) > 0.05");
        Assert.Contains("Link dies", await page.TextAsync(".card dl"), StringComparison.Ordinal);
        Assert.Contains("links to stores that were asked for", await page.TextAsync("footer"), StringComparison.Ordinal);
        Assert.Empty(page.Complaints);
        var left = page.Requests.Where(static url => url.Split(':')[0] is not ("file" or "data" or "blob")).ToArray();
        Assert.NotEmpty(left);
        Assert.All(left, url => Assert.StartsWith($"{server.Url}/{_bucket}/films/", url, StringComparison.Ordinal));
        Assert.DoesNotContain(server.SecretKey, await File.ReadAllTextAsync(Shell.PathOf("report.html")), StringComparison.Ordinal);
    }

    [BucketPageFact]
    public async Task Without_it_the_object_is_named_and_nobody_is_asked()
    {
        var uri = await SaveAsync();
        Shell.Run("Export-WanReport report.html").MustSucceed();
        await using var page = await browser.OpenAsync(Shell.PathOf("report.html"));

        Assert.Equal($"In a store: {uri}", await page.TextAsync(".gone"));
        page.MustBeQuiet();
        Assert.DoesNotContain("X-Amz-", await File.ReadAllTextAsync(Shell.PathOf("report.html")), StringComparison.OrdinalIgnoreCase);
    }

    private async Task<string> SaveAsync()
    {
        await server.MakeBucketAsync(_bucket);
        StoreCommands.Set(Shell, server, "media", _bucket, "-Prefix films");
        return Shell.Run("Start-WanTextVideoTask fox -Resolution 720P -Duration 2 -JobKey fox | Wait-WanTask | Save-WanResult -Store media").Single<WanAsset>().Uri!;
    }

    /// <summary>A test that needs both a browser and an S3 server.</summary>
    [AttributeUsage(AttributeTargets.Method)]
    private sealed class BucketPageFactAttribute : FactAttribute
    {
        public BucketPageFactAttribute() => Skip = SwiftServer.Missing ?? Chromium.Missing;
    }
}
