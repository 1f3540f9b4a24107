using Wan27.Engine.Contract;
using Wan27.Engine.Media;
using Wan27.Engine.Routes.VideoEdit;
using Wan27.Engine.Tests.Tasks;

namespace Wan27.Engine.Tests.Media;

/// <summary>A fix that names Convert-WanMedia is one that works; where it would not, something else is named.</summary>
public sealed class ConvertAdviceTests : IDisposable
{
    private const string H264 = "-c:v libx264 -preset ultrafast -pix_fmt yuv420p";

    private const string Command = "Convert-WanMedia -Path '";

    private static readonly ContractView View = new(ContractData.Current);

    private readonly string _folder = Directory.CreateTempSubdirectory("wan27-advice-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    /// <summary>Files that break a rule of some role: name, how ffmpeg makes them.</summary>
    public static TheoryData<string, string> Files => new()
    {
        { "long.mp4", $"-f lavfi -i testsrc=size=320x240:rate=10:duration=12 -f lavfi -i sine=duration=12 {H264} -c:a aac {{out}}" },
        { "short.mp4", $"-f lavfi -i testsrc=size=320x240:rate=10:duration=1 {H264} {{out}}" },
        { "small.mov", $"-f lavfi -i testsrc=size=64x48:rate=10:duration=3 -c:v mjpeg {{out}}" },
        { "strip.mkv", $"-f lavfi -i testsrc=size=1300x130:rate=10:duration=3 {H264} {{out}}" },
        { "old.avi", "-f lavfi -i testsrc=size=320x240:rate=10:duration=3 -c:v mpeg4 {out}" },
        { "open.webm", "-f lavfi -i testsrc=size=320x240:rate=10:duration=3 -c:v libvpx -deadline realtime {out}" },
        { "stream.mp4", $"-f lavfi -i testsrc=size=320x240:rate=10:duration=3 {H264} -f mpegts {{out}}" },
        { "tiny.png", "-f lavfi -i testsrc=size=64x64:rate=1 -frames:v 1 {out}" },
        { "wide.jpg", "-f lavfi -i testsrc=size=3000x250:rate=1 -frames:v 1 {out}" },
        { "clear.png", "-f lavfi -i color=red@0.5:size=300x300:rate=1,format=rgba -frames:v 1 {out}" },
        { "moving.gif", "-f lavfi -i testsrc=size=300x300:rate=5:duration=1 {out}" },
        { "moving.webp", "-f lavfi -i testsrc=size=100x100:rate=5:duration=1 -c:v libwebp_anim {out}" },
        { "print.tiff", "-f lavfi -i testsrc=size=300x300:rate=1 -frames:v 1 {out}" },
        { "old.jp2", "-f lavfi -i testsrc=size=300x300:rate=1 -frames:v 1 -c:v jpeg2000 {out}" },
        { "long.flac", "-f lavfi -i sine=duration=31 {out}" },
        { "short.wav", "-f lavfi -i sine=duration=1 {out}" },
        { "sound.aiff", "-f lavfi -i sine=duration=3 {out}" },
        { "sound.ogg", "-f lavfi -i sine=duration=3 -c:a libvorbis {out}" },
    };

    [FfmpegTheory]
    [MemberData(nameof(Files))]
    public async Task What_is_advised_works(string name, string arguments)
    {
        var whole = await MediaCorpus.FileAsync($"advice-{name}", arguments);
        var half = Path.Combine(_folder, $"half-{name}");
        var bytes = await File.ReadAllBytesAsync(whole);
        await File.WriteAllBytesAsync(half, bytes[..(bytes.Length / 2)]);
        var conform = new MediaConform(FfmpegTools.Find());
        foreach (var (path, role) in from path in new[] { whole, half } from role in Roles.All select (path, role))
        {
            var facts = MediaProbe.Read(path);
            var advised = MediaRules.Check(role, "File", facts, View).FirstOrDefault(check => check.Status == WanCheckStatus.Failed && check.Fix?.Contains(Command, StringComparison.Ordinal) == true);
            if (advised is null)
            {
                continue;
            }

            var plan = await conform.PlanAsync(facts, role, View, ConformOptions.Default, CancellationToken.None);
            var target = Path.Combine(_folder, $"{role.Name}-{Guid.NewGuid():N}{plan.Extension}");
            await conform.RunAsync(plan, target, null, CancellationToken.None);

            Assert.DoesNotContain(MediaRules.Check(role, "Result", MediaProbe.Read(target), View), static check => check.Status == WanCheckStatus.Failed);
        }
    }

    [FfmpegTheory]
    [MemberData(nameof(Files))]
    public async Task Without_ffmpeg_nothing_names_it_as_the_only_way(string name, string arguments)
    {
        var facts = MediaProbe.Read(await MediaCorpus.FileAsync($"advice-{name}", arguments));
        foreach (var role in Roles.All)
        {
            var advice = ConvertAdvice.For(facts, role, View, "mend it", tools: null);

            Assert.DoesNotContain(Command, advice, StringComparison.Ordinal);
            Assert.True(!advice.Contains("Convert-WanMedia", StringComparison.Ordinal) || (advice.StartsWith("Where ffmpeg is installed: ffmpeg ", StringComparison.Ordinal) && advice.Contains("export it again", StringComparison.Ordinal)), advice);
        }
    }

    [Fact]
    public void Each_kind_of_advice_says_what_would_help()
    {
        var film = MediaRulesTests.Good(VideoEditRoute.Video) with { Path = "/clips/a \"b\".mp4", Duration = TimeSpan.FromSeconds(12), FrameRate = 10, IsVariableFrameRate = false };
        string Of(MediaFacts facts) => ConvertAdvice.For(facts, VideoEditRoute.Video, View, "cut it to 10 s", tools: null);

        Assert.StartsWith("Where ffmpeg is installed: ffmpeg -i \"a \\\"b\\\".mp4\" -map 0:V:0 -map 0:a:0? -t 9.950000 ", Of(film), StringComparison.Ordinal);
        Assert.EndsWith(" \"a \\\"b\\\"-wan.mp4\" - or export it again with another program, as MP4 or MOV. With ffmpeg on the PATH here, Convert-WanMedia does it too.", Of(film), StringComparison.Ordinal);
        Assert.Equal("Give a longer file.", Of(film with { Duration = TimeSpan.FromSeconds(1) }));
        Assert.Equal("Give a file with video in it.", Of(film with { Kind = MediaKind.Audio }));
        Assert.Equal("Copy or export the file again.", Of(film.Truncated("so it is")));
        Assert.Equal("Export it again with another program, as MP4 or MOV.", Of(film with { Duration = TimeSpan.FromSeconds(5) }));
        Assert.Equal("Export it again with another program, as MP4 or MOV; or download it and install ffmpeg, with which Convert-WanMedia can cut it to 10 s.", Of(film with { IsPartial = true }));
    }

    [UnixFact]
    public void An_ffmpeg_that_lacks_an_encoder_is_not_counted_on()
    {
        Program("ffprobe", "exit 1");
        Program("ffmpeg", "echo ' V..... mpeg4 MPEG-4 part 2'; echo ' V..... h264 H.264'");
        var film = MediaRulesTests.Good(VideoEditRoute.Video) with { Path = "/clips/a.mp4", Duration = TimeSpan.FromSeconds(12) };

        Assert.StartsWith(
            "The ffmpeg found here cannot do it (it has no encoder libx264). Export it again with another program, as MP4 or MOV, or with another ffmpeg: ffmpeg -i \"a.mp4\" ",
            ConvertAdvice.For(film, VideoEditRoute.Video, View, "cut it to 10 s", FfmpegTools.Find(_folder)), StringComparison.Ordinal);
    }

    private void Program(string name, string script)
    {
        var path = Path.Combine(_folder, name);
        File.WriteAllText(path, $"#!/bin/sh\n{script}\n");
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
    }
}
