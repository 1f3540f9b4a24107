using System.Diagnostics;
using System.Globalization;
using Wan27.Engine.Contract;
using Wan27.Engine.Media;
using Wan27.Engine.Routes.ImageToVideo;
using Wan27.Engine.Routes.VideoEdit;

namespace Wan27.Benchmarks.Scenarios;

/// <summary>Reads and rules on the headers of a thousand mixed files, with ffprobe's time for some of them beside it.</summary>
internal static class HeaderScenario
{
    private const int Files = 1000;
    private const int Rounds = 5;

    /// <summary>ffprobe is timed on a few files only; a thousand would take a minute.</summary>
    private const int ProbedFiles = 20;

    private static readonly (string Name, string Arguments)[] Kinds =
    [
        ("a.jpg", "-f lavfi -i testsrc2=size=1920x1080:rate=1 -frames:v 1"),
        ("b.png", "-f lavfi -i testsrc2=size=1280x720:rate=1 -frames:v 1"),
        ("c.webp", "-f lavfi -i testsrc2=size=640x480:rate=1 -frames:v 1"),
        ("d.mp4", "-f lavfi -i testsrc2=size=320x240:rate=30:duration=5 -f lavfi -i sine=duration=5 -c:v libx264 -preset ultrafast -c:a aac"),
        ("e.wav", "-f lavfi -i sine=duration=5"),
        ("f.mp3", "-f lavfi -i sine=duration=5 -c:a libmp3lame"),
    ];

    public static async Task<IReadOnlyList<Figure>> RunAsync(Bench bench)
    {
        if (FfmpegTools.Find() is not { } tools)
        {
            return [];
        }

        var files = await MakeAsync(bench, tools);
        var contract = new ContractView(ContractData.Current);
        Check(files, contract);
        var (own, peer) = (new double[Rounds], new double[Rounds]);
        for (var round = 0; round < Rounds; round++)
        {
            var watch = Stopwatch.StartNew();
            foreach (var file in files.Take(ProbedFiles))
            {
                await bench.RunAsync(Path.Combine(tools.Folder, "ffprobe"), "-v", "error", "-show_streams", "-show_format", "-of", "json", file);
            }

            peer[round] = watch.Elapsed.TotalMilliseconds / ProbedFiles * files.Length;
            watch.Restart();
            Check(files, contract);
            own[round] = watch.Elapsed.TotalMilliseconds;
        }

        return [new("preflight of 1,000 mixed files, headers", "ms", own, $"ffprobe once per file (from {ProbedFiles})", peer, 0.01)];
    }

    private static void Check(string[] files, ContractView contract)
    {
        foreach (var file in files)
        {
            var facts = MediaProbe.Read(file);
            var role = facts.Kind switch
            {
                MediaKind.Video => VideoEditRoute.Video,
                MediaKind.Audio => ImageToVideoRoute.DrivingAudio,
                _ => VideoEditRoute.ReferenceImage,
            };
            _ = MediaRules.Check(role, Path.GetFileName(file), facts, contract).Count();
        }
    }

    private static async Task<string[]> MakeAsync(Bench bench, FfmpegTools tools)
    {
        foreach (var (name, arguments) in Kinds)
        {
            await bench.RunAsync(Path.Combine(tools.Folder, "ffmpeg"), ["-v", "error", .. arguments.Split(' '), Path.Combine(bench.Folder, name)]);
        }

        var files = new string[Files];
        for (var i = 0; i < Files; i++)
        {
            var name = Kinds[i % Kinds.Length].Name;
            files[i] = Path.Combine(bench.Folder, string.Create(CultureInfo.InvariantCulture, $"{i:0000}{Path.GetExtension(name)}"));
            File.Copy(Path.Combine(bench.Folder, name), files[i]);
        }

        return files;
    }
}
