using PuppeteerSharp;

namespace Wan27.ModuleTests.Reports;

/// <summary>A headless browser for the tests of a class. It has a folder of its own and ends with them.</summary>
public sealed class Browser : IAsyncLifetime
{
    private const int PatienceMs = 180_000;

    private readonly string _folder = Directory.CreateTempSubdirectory("wan27-browser-").FullName;
    private IBrowser? _browser;

    public async Task InitializeAsync()
    {
        if (Chromium.Program is null)
        {
            return;
        }

        List<string> arguments = ["--disable-dev-shm-usage", "--disable-gpu", "--disable-background-networking", "--lang=en-US", "--mute-audio"];
        if (Environment.UserName == "root")
        {
            // The sandbox refuses to run as root, as it does in a container.
            arguments.Add("--no-sandbox");
        }

        _browser = await Puppeteer.LaunchAsync(new LaunchOptions
        {
            ExecutablePath = Chromium.Program,
            Headless = true,
            Args = [.. arguments],
            UserDataDir = _folder,
            Timeout = PatienceMs,
            ProtocolTimeout = PatienceMs,
        });
    }

    /// <summary>Opens a file as a double click on it would, in a context of its own.</summary>
    internal async Task<OpenPage> OpenAsync(string file, string hash = "", int width = 1280, bool isDark = false)
    {
        var context = await _browser!.CreateBrowserContextAsync();
        var page = await context.NewPageAsync();
        page.DefaultTimeout = page.DefaultNavigationTimeout = PatienceMs;
        await page.SetViewportAsync(new ViewPortOptions { Width = width, Height = width < 600 ? 844 : 900, IsMobile = width < 600, HasTouch = width < 600 });
        await page.EmulateMediaFeaturesAsync(
        [
            new MediaFeatureValue { MediaFeature = MediaFeature.PrefersColorScheme, Value = isDark ? "dark" : "light" },
            new MediaFeatureValue { MediaFeature = MediaFeature.PrefersReducedMotion, Value = "reduce" },
        ]);
        var open = new OpenPage(page, context);
        await page.EvaluateExpressionOnNewDocumentAsync("{ const make = URL.createObjectURL; URL.createObjectURL = (blob) => { window.lastBlob = blob; return make.call(URL, blob); }; }");
        await page.GoToAsync(new Uri(file).AbsoluteUri + hash);
        return open;
    }

    public async Task DisposeAsync()
    {
        if (_browser is not null)
        {
            await _browser.CloseAsync();
            _browser.Dispose();
        }

        Directory.Delete(_folder, recursive: true);
    }
}
