using System.Text;
using Wan27.Engine.Checking;
using Wan27.Engine.Contract;
using Wan27.Engine.Routes;
using Wan27.Engine.Routes.Image;
using Wan27.Engine.Routes.ImageToVideo;
using Wan27.Engine.Routes.ReferenceToVideo;
using Wan27.Engine.Routes.TextToVideo;
using Wan27.Engine.Routes.VideoEdit;
using Wan27.Engine.Tests.Architecture;
using Wan27.Engine.Tests.Media;

namespace Wan27.Engine.Tests.Providers;

/// <summary>
/// What each wrapper provider refuses before the call, option by option, as a page to read: <c>Providers/refusals.txt</c>. WAN27_ACCEPT_SNAPSHOTS=1
/// writes it anew.
/// </summary>
public sealed class RefusalTableTests
{
    [Fact]
    public async Task Every_option_of_every_route_is_taken_or_refused_in_words()
    {
        var page = new StringBuilder();
        foreach (var provider in ContractData.Current.Providers.Where(static provider => provider.IsWrapper))
        {
            var contract = new ContractView(ContractData.Current.Of(provider.Name));
            foreach (var (route, jobs) in Jobs())
            {
                page.Append('\n').Append(provider.Name).Append(", ").Append(route).Append('\n');
                foreach (var (name, request) in jobs)
                {
                    var job = request.For(contract);
                    var found = await new Preflight().CheckAsync(job, contract, PreflightOptions.Headers, CancellationToken.None);
                    var refusals = found.Checks.Where(static check => check.Status == WanCheckStatus.Failed || check.Blocking).ToArray();
                    page.Append("  ").Append(name.PadRight(28)).Append(refusals.Length == 0 ? $"taken ({job.Model})" : string.Join("\n".PadRight(31), refusals.Select(static check => check.ToString()))).Append('\n');
                    if (!contract.Data.Offers(route))
                    {
                        break;
                    }
                }
            }
        }

        var path = Path.Combine(RoomTests.Root, "tests", "Wan27.Engine.Tests", "Providers", "refusals.txt");
        var actual = page.ToString().TrimStart('\n').Replace(RoomTests.Root, "<root>", StringComparison.Ordinal);
        if (Environment.GetEnvironmentVariable("WAN27_ACCEPT_SNAPSHOTS") == "1")
        {
            await File.WriteAllTextAsync(path, actual);
        }

        Assert.Equal((await File.ReadAllTextAsync(path)).ReplaceLineEndings("\n"), actual);
    }

    [Fact]
    public void What_cannot_be_sent_is_refused_even_where_the_checks_are_skipped()
    {
        foreach (var provider in ContractData.Current.Providers.Where(static provider => provider.IsWrapper))
        {
            var contract = new ContractView(ContractData.Current.Of(provider.Name));
            foreach (var (_, jobs) in Jobs())
            {
                foreach (var request in jobs.Select(job => job.Request.For(contract)))
                {
                    var form = contract.Data.Own!.FormOf(request.Route, request.Model);
                    var hasNoField = form is null || request.AskedOptions.Any(asked => form.Find(asked.Key) is null && form.Always?.ContainsKey(asked.Key) != true);
                    Assert.True(!hasNoField || ProviderRules.Unsendable(request, contract).Any(static check => check.Status == WanCheckStatus.Failed), $"{provider.Name}: {request.Model} {string.Join(", ", request.AskedOptions.Keys)}");
                }
            }
        }
    }

    [Fact]
    public void The_official_provider_refuses_nothing_of_its_own()
        => Assert.All(Jobs().SelectMany(static route => route.Jobs), static job => Assert.Empty(ProviderRules.Check(job.Request, new ContractView(ContractData.Current.Of("DashScope")))));

    /// <summary>Jobs that ask for one thing each, route by route.</summary>
    internal static IEnumerable<(string Route, (string Name, RouteRequest Request)[] Jobs)> Jobs()
    {
        var image = new ImageRequest { Model = "wan2.7-image-pro", IsModelAsked = false, Prompt = "a fox" };
        yield return (WanRoutes.Image,
        [
            ("Prompt", image), ("no Prompt", image with { Prompt = null }), ("Image", image with { Images = Urls("a.png") }), ("five times Image", image with { Images = Urls("1.png", "2.png", "3.png", "4.png", "5.png") }),
            ("ten times Image", image with { Images = Urls([.. Enumerable.Range(1, 10).Select(static n => $"{n}.png")]) }),
            ("Size 2K", image with { Size = "2K" }), ("Size 4K", image with { Size = "4K" }), ("Size 1536*1024", image with { Size = "1536*1024" }), ("Size square_hd", image with { Size = "square_hd" }),
            ("Count 4", image with { Count = 4 }), ("Count 5", image with { Count = 5 }), ("Count 5 with Image", image with { Count = 5, Images = Urls("a.png") }), ("Sequential", image with { Sequential = true, Count = 4 }), ("NoThinking", image with { NoThinking = true }),
            ("ColorPalette", image with { Palette = [new PaletteColor("#FF0000", 50), new PaletteColor("#00FF00", 30), new PaletteColor("#0000FF", 20)] }),
            ("BoundingBox", image with { Images = Urls("a.png"), Boxes = [[new PixelBox(1, 1, 9, 9)]] }),
            .. Common(image),
        ]);
        var clip = new ImageToVideoRequest { Model = "wan2.7-i2v", IsModelAsked = false, Prompt = "it turns", FirstFrame = Url("a.png"), Resolution = "720P" };
        yield return (WanRoutes.ImageToVideo,
        [
            ("FirstFrame", clip), ("no Prompt", clip with { Prompt = null }), ("NegativePrompt", clip with { NegativePrompt = "blur" }), ("LastFrame", clip with { LastFrame = Url("b.png") }), ("FirstClip", clip with { FirstFrame = null, FirstClip = Url("a.mp4") }),
            ("FirstClip and FirstFrame", clip with { FirstClip = Url("a.mp4") }), ("FirstClip and LastFrame", clip with { FirstFrame = null, FirstClip = Url("a.mp4"), LastFrame = Url("b.png") }), ("DrivingAudio", clip with { DrivingAudio = Url("a.mp3") }), ("no media", clip with { FirstFrame = null }),
            ("Resolution 480P", clip with { Resolution = "480P" }), ("Duration 15", clip with { Duration = 15 }), ("Duration 16", clip with { Duration = 16 }), ("NoPromptExtend", clip with { NoPromptExtend = true }),
            ("local file", clip with { FirstFrame = MediaSource.Local(Path.Combine(RoomTests.Root, "tests", "Wan27.Engine.Tests", "Media", "missing.png")) }), ("data URI", clip with { FirstFrame = MediaSource.Remote($"data:image/png;base64,{Convert.ToBase64String(HandMade.Png(2, false, 400, 400))}") }),
            ("media of another provider", clip with { FirstFrame = MediaSource.Remote("oss://bucket/a.png") }), ("another official model", clip with { Model = "wan2.7-i2v-2026-04-25", IsModelAsked = true }),
            .. Common(clip),
        ]);
        var edit = new VideoEditRequest { Model = "wan2.7-videoedit", IsModelAsked = false, Prompt = "paper", Video = Url("in.mp4"), Resolution = "720P" };
        yield return (WanRoutes.VideoEdit,
        [
            ("Video", edit), ("no Prompt", edit with { Prompt = null }), ("no Video", edit with { Video = null }), ("NegativePrompt", edit with { NegativePrompt = "blur" }), ("ReferenceImage", edit with { ReferenceImages = Urls("1.png") }),
            ("two times ReferenceImage", edit with { ReferenceImages = Urls("1.png", "2.png") }), ("four times ReferenceImage", edit with { ReferenceImages = Urls("1.png", "2.png", "3.png", "4.png") }),
            ("Ratio 9:16", edit with { Ratio = "9:16" }), ("Ratio 21:9", edit with { Ratio = "21:9" }), ("Duration 0", edit with { Duration = 0 }), ("Duration 2", edit with { Duration = 2 }), ("Duration 11", edit with { Duration = 11 }),
            ("AudioSetting Origin", edit with { AudioSetting = "Origin" }), ("NoPromptExtend", edit with { NoPromptExtend = true }),
            .. Common(edit),
        ]);
        var text = new TextToVideoRequest { Model = "wan2.7-t2v", IsModelAsked = false, Prompt = "a fox", Resolution = "720P" };
        yield return (WanRoutes.TextToVideo,
        [
            ("Prompt", text), ("no Prompt", text with { Prompt = null }), ("Prompt of 1600", text with { Prompt = new string('x', 1600) }), ("NegativePrompt", text with { NegativePrompt = "blur" }), ("DrivingAudio", text with { DrivingAudio = Url("a.mp3") }),
            ("Ratio 1:1", text with { Ratio = "1:1" }), ("Duration 15", text with { Duration = 15 }), ("NoPromptExtend", text with { NoPromptExtend = true }),
            .. Common(text),
        ]);
        var reference = new ReferenceToVideoRequest { Model = "wan2.7-r2v", IsModelAsked = false, Prompt = "Image 1 runs", ReferenceImages = Urls("1.png"), Resolution = "720P" };
        yield return (WanRoutes.ReferenceToVideo,
        [
            ("ReferenceImage", reference), ("no Prompt", reference with { Prompt = null }), ("NegativePrompt", reference with { NegativePrompt = "blur" }), ("ReferenceVideo", reference with { Prompt = "Video 1 runs", ReferenceImages = [], ReferenceVideos = Urls("1.mp4") }),
            ("ReferenceVoice", reference with { Voices = [Url("1.mp3")] }), ("FirstFrame", reference with { FirstFrame = Url("a.png") }), ("Ratio 9:16", reference with { Ratio = "9:16" }), ("Duration 10", reference with { Duration = 10 }), ("Duration 15", reference with { Duration = 15 }),
            ("NoPromptExtend", reference with { NoPromptExtend = true }),
            .. Common(reference),
        ]);
    }

    private static IEnumerable<(string Name, RouteRequest Request)> Common(RouteRequest request)
        => [("Seed", request with { Seed = 7 }), ("Watermark", request with { Watermark = true }), ("Watermark:$false", request with { Watermark = false })];

    private static MediaSource Url(string name) => MediaSource.Remote($"https://cdn.example.com/{name}");

    private static MediaSource[] Urls(params string[] names) => [.. names.Select(Url)];
}
