using Wan27.ModuleTests.Hosting;

namespace Wan27.ModuleTests.Pipelines;

/// <summary>What Save-WanResult says and does when the result host is slow, late or false.</summary>
public sealed class SavedResultTests : EmulatedTests
{
    private const string Clip = "Start-WanVideoTask turn https://cdn.example.com/a.png -Resolution 720P -Duration 2 -JobKey fox | Wait-WanTask | Save-WanResult out -Verbose";

    [Fact]
    public void A_pause_that_the_result_host_asks_for_is_told_on_the_progress_line_and_kept()
    {
        Emulator.Fault(new { kind = "Status", operation = "result.get", status = 503, retryAfter = 1, count = 1 });

        var saved = Shell.Run(Clip);

        Assert.Single(saved.MustSucceed().Of<WanAsset>());
        const string Word = "he result host asks for a pause of 1 s (HTTP 503); next try at ";
        Assert.Contains(saved.Progress, static line => line.Contains($"; t{Word}", StringComparison.Ordinal));
        Assert.Contains(saved.Verbose, static line => line.Contains($"T{Word}", StringComparison.Ordinal));
    }

    [Fact]
    public void A_result_that_the_host_does_not_have_yet_is_asked_for_again_while_its_url_lives()
    {
        Emulator.Fault(new { kind = "Status", operation = "result.get", status = 404, count = 2 });

        Assert.Single(Shell.Run(Clip).MustSucceed().Of<WanAsset>());
        Assert.Equal(3, Emulator.Log("result.get").Count);
    }

    [Fact]
    public void A_page_that_an_earlier_version_stored_is_named_and_replaced_by_the_film()
    {
        var asset = Shell.Run(Clip).MustSucceed().Single<WanAsset>();
        Shell.Run(
            """
            [IO.File]::WriteAllText($path, '<html>Sign in</html>')
            $sidecar = Get-Content -Raw "$path.wan.json" | ConvertFrom-Json
            $sidecar.file.length = (Get-Item $path).Length
            $sidecar.file.sha256 = (Get-FileHash $path).Hash.ToLower()
            [IO.File]::WriteAllText("$path.wan.json", ($sidecar | ConvertTo-Json -Depth 9))
            """,
            ("path", asset.Path)).MustSucceed();

        var again = Shell.Run("Get-WanTask -JobKey fox | Save-WanResult out");

        Assert.Equal(asset.Sha256, again.Single<WanAsset>().Sha256);
        Assert.Equal(
            $"'{asset.Path}', stored on {asset.StoredAt.UtcDateTime:yyyy-MM-dd}, is no film, or not a whole one: an HTML page: \"<html>Sign in</html>\". It is fetched again.",
            Assert.Single(again.Warnings));
    }
}
