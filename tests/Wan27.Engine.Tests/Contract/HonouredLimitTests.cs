using Wan27.Emulator;
using Wan27.Engine.Checking;
using Wan27.Engine.Contract;
using Wan27.Engine.Diagnosis;
using Wan27.Engine.Media;
using Wan27.Engine.Profiles;
using Wan27.Engine.Results;
using Wan27.Engine.Routes;
using Wan27.Engine.Routes.Image;
using Wan27.Engine.Routes.ImageToVideo;
using Wan27.Engine.Routes.ReferenceToVideo;
using Wan27.Engine.Routes.TextToVideo;
using Wan27.Engine.Routes.VideoEdit;
using Wan27.Engine.Tasks;
using Wan27.Engine.Tests.Media;
using Wan27.Engine.Tests.Profiles;
using Wan27.Engine.Tests.Results;
using Wan27.Engine.Tests.Stores;
using Wan27.Engine.Tests.Tasks;

namespace Wan27.Engine.Tests.Contract;

/// <summary>What -Limit takes is used, and what nothing uses is not taken.</summary>
public sealed class HonouredLimitTests
{
    private static readonly ContractData Data = ContractData.Current;

    /// <summary>Asked for by cmdlets; Wan27.Module.Tests shows each at work.</summary>
    private static readonly string[] OfCmdlets = ["wait.timeout.seconds", "submit.parallel.max", "rate.running.max", "download.parallel.default", "price.checked.days.max"];

    /// <summary>Asked for only where an answer of the service lacks the figure, or a result host answers with something else.</summary>
    private static readonly string[] OfRareAnswers = ["upload.policy.seconds", "result.url.valid.hours", "retry.result.attempts.max", "retry.result.pause.max.seconds"];

    [Fact]
    public async Task Every_limit_that_a_profile_can_set_is_asked_of_the_profile()
    {
        var asked = new AskedLimits(EngineRig.Limits);
        var view = new ContractView(Data, asked);

        AskRules(view);
        await AskObjectAsync(view);
        AskPace(view);
        await AskRunAsync(asked);
        await AskTestAsync(asked);

        Assert.Empty(Data.Limits.Where(static limit => limit.Fixed is null).Select(static limit => limit.Name).Except(asked.Asked).Except(OfCmdlets).Except(OfRareAnswers).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Every_limit_that_nothing_uses_is_refused_by_name_and_with_the_reason()
    {
        var limits = Data.Limits.Where(static limit => limit.Fixed is not null).ToArray();

        Assert.NotEmpty(limits);
        Assert.All(limits, static limit => Assert.Equal($"The limit '{limit.Name}' cannot be set: {limit.Fixed}.", ContractView.Refuse(Data, limit.Name, limit.Value)));
    }

    [Fact]
    public void No_shipped_code_reads_a_limit_past_the_profile()
    {
        // The words of a binding error and the colours of a table know no profile; the emulator's own profile is made from the contract.
        string[] without = ["WholeNumberAttribute.cs", "ViewText.cs", "EmulatorProfile.cs", "ProfileContract.cs"];
        var root = RepositoryRoot();
        var files = new[] { "Wan27.Engine", "Wan27.Cmdlets" }
            .SelectMany(room => Directory.EnumerateFiles(Path.Combine(root, "src", room), "*.cs", SearchOption.AllDirectories))
            .Where(path => !path.Contains($"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}", StringComparison.Ordinal) && !path.Contains($"{Path.DirectorySeparatorChar}Contract{Path.DirectorySeparatorChar}", StringComparison.Ordinal))
            .Where(path => !without.Contains(Path.GetFileName(path)));

        Assert.Empty(files.Where(static path => File.ReadAllText(path).Contains("ContractData.Current.Limit(", StringComparison.Ordinal)).Select(Path.GetFileName));
    }

    private static void AskRules(ContractView view)
    {
        foreach (var role in Roles.All)
        {
            _ = MediaRules.Check(role, "File", MediaRulesTests.Good(role), view).ToArray();
            Assert.NotNull(UrlValidity.Check(role, "File", "https://bucket.oss-ap-southeast-1.aliyuncs.com/a.png?Expires=4102444800&OSSAccessKeyId=one&Signature=two", view, DateTimeOffset.UtcNow));
        }

        var frame = MediaSource.Remote("https://cdn.example.com/a.png");
        RouteRequest[] requests =
        [
            .. new[] { "1K", "2K", "4K", "800*800" }.Select(static size => new ImageRequest { Model = "wan2.7-image-pro", Prompt = "fox", Seed = 1, Size = size }),
            new ImageRequest { Model = "wan2.7-image", Prompt = "fox", Size = "800*800", Count = 2, Palette = [new("#FF0000", 50), new("#00FF00", 25), new("#0000FF", 25)] },
            new ImageRequest { Model = "wan2.7-image", Prompt = "fox", Sequential = true, Count = 3 },
            new ImageRequest { Model = "wan2.7-image", Prompt = "fox", Images = [frame], Boxes = [[new PixelBox(0, 0, 9, 9)]] },
            new ImageToVideoRequest { Model = "wan2.7-i2v", Prompt = "turn", NegativePrompt = "blur", FirstFrame = frame, Duration = 5 },
            new ImageToVideoRequest { Model = "wan2.7-i2v", FirstFrame = frame },
            new VideoEditRequest { Model = "wan2.7-videoedit", Prompt = "snow", NegativePrompt = "blur", Video = frame, ReferenceImages = [frame], Duration = 5 },
            new TextToVideoRequest { Model = "wan2.7-t2v", Prompt = "fox", NegativePrompt = "blur", Duration = 5 },
            new TextToVideoRequest { Model = "wan2.7-t2v", Prompt = "fox" },
            new ReferenceToVideoRequest { Model = "wan2.7-r2v", Prompt = "Image 1", NegativePrompt = "blur", ReferenceImages = [frame], Duration = 5 },
            new ReferenceToVideoRequest { Model = "wan2.7-r2v", Prompt = "Video 1", ReferenceVideos = [frame], Duration = 5 },
            new ReferenceToVideoRequest { Model = "wan2.7-r2v", Prompt = "Image 1", ReferenceImages = [frame] },
        ];
        foreach (var request in requests)
        {
            _ = request.Check(view).ToArray();
            _ = request.Estimate(view);
        }

        _ = ImageToVideoJobRules.DrivingAudio("Sound", MediaRulesTests.Good(ImageToVideoRoute.DrivingAudio), 5, view);
        _ = ImageToVideoJobRules.Continuation("Clip", MediaRulesTests.Good(ImageToVideoRoute.FirstClip), 5, view);
        _ = TextToVideoJobRules.DrivingAudio("Sound", MediaRulesTests.Good(TextToVideoRoute.DrivingAudio), 5, view);
        _ = VideoEditJobRules.EditDuration("Video", MediaRulesTests.Good(VideoEditRoute.Video), 5, view);
        _ = MediaForm.Check(new MediaPart("image", "image.input", MediaSource.Remote("data:image/png;base64,AA==")), view).ToArray();
    }

    /// <summary>An input in a store.</summary>
    private static async Task AskObjectAsync(ContractView view)
    {
        var request = new ImageToVideoRequest { Model = "wan2.7-i2v", FirstFrame = MediaSource.OfStore(new HeldObject(ResultFiles.Png())) };
        Assert.Null((await new Preflight().CheckAsync(request, view, PreflightOptions.Headers, CancellationToken.None)).Refusal);
    }

    private static void AskPace(ContractView view)
    {
        foreach (var route in WanRoutes.All)
        {
            _ = new PollPlan(view, route, fixedInterval: null).Next(TimeSpan.Zero, 0.5);
        }
    }

    /// <summary>A picture, an upload, a submit whose answer is lost, and a clip from its submit to its file, with a log.</summary>
    private static async Task AskRunAsync(AskedLimits asked)
    {
        await using var rig = await EngineRig.StartAsync();
        var profile = rig.Profile with { Limit = asked, SubmitRate = null, QueryRate = null, LogPath = Path.Combine(rig.Folder, "log") };
        var client = new WanClient(rig.Host, Bundle.Resolve(profile, readSecret: null), new NoLog());
        rig.Server.Faults.Add(new FaultRule { Kind = FaultKind.DropAfterAccept, Count = 1 });
        var adopted = await client.StartAsync(EngineRig.Request(), new SubmitOptions { OnAmbiguous = WanOnAmbiguous.Adopt }, new NoLog(), CancellationToken.None);
        var ended = await client.WaitAsync(adopted, null, static _ => { }, new NoLog(), CancellationToken.None);

        await client.PublishAsync(Path.Combine(rig.Folder, "key"), "wan2.7-i2v", new NoLog(), CancellationToken.None);
        await client.GenerateAsync(new ImageRequest { Model = "wan2.7-image", Prompt = "fox", Size = "1K" }, new SubmitOptions(), new NoLog(), CancellationToken.None);
        rig.Server.Faults.Add(new FaultRule { Kind = FaultKind.UnknownOnce, Count = 1 });
        _ = await client.RefreshAsync(ended, CancellationToken.None);

        var contract = client.Bundle.Contract;
        using var workers = new SemaphoreSlim(1);
        var saver = new ResultSaver(new ResultStore(rig.Host.Http, contract, rig.Host.Time), new ResultPlanner(rig.Host.Time), workers, contract, rig.Host.LogOf(null, null, contract, new NoLog()), rig.Host.Time);
        var sink = new RecordingSink();
        await saver.SaveAsync(client, ended, new SaveOptions(Path.Combine(rig.Folder, "out")), sink, CancellationToken.None);
        Assert.Single(sink.Assets);
    }

    private static async Task AskTestAsync(AskedLimits asked)
    {
        await using var rig = await EngineRig.StartAsync();
        using var profiles = new ProfileRig();
        var tester = new ProfileTester(rig.Host.LinesFor(new NoLog()), profiles.Catalogue, rig.Profile with { Limit = asked }, readSecret: null);
        await foreach (var check in tester.RunAsync(new ProfileTestOptions(rig.Folder, ProbeRegions: false), CancellationToken.None))
        {
            Assert.NotEqual(WanCheckStatus.Failed, check.Status);
        }
    }

    private static string RepositoryRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Wan27.psd1")))
        {
            folder = folder.Parent;
        }

        return folder!.FullName;
    }
}
