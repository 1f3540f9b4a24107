using System.Diagnostics;
using System.Globalization;
using Wan27.Engine.Contract;
using Wan27.Engine.Media;
using Wan27.Engine.Routes.ImageToVideo;
using Wan27.Engine.Routes.VideoEdit;

namespace Wan27.Benchmarks;

/// <summary>Reads and rules on the headers of many files, with ffprobe's time for the same files beside it.</summary>
internal static class HeaderBenchmark
{
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

    public static async Task RunAsync(int count, TextWriter output)
    {
        if (FfmpegTools.Find() is not { } tools)
        {
            await output.WriteLineAsync("ffmpeg is not on the PATH; it makes the files that are read.");
            return;
        }

        var folder = Directory.CreateTempSubdirectory("wan27-benchmark-").FullName;
        try
        {
            var files = await MakeAsync(tools, folder, count);
            var contract = new ContractView(ContractData.Current);
            Check(files[0], contract);
            GC.Collect();
            var allocated = GC.GetTotalAllocatedBytes(precise: true);
            var watch = Stopwatch.StartNew();
            var checks = files.Sum(file => Check(file, contract));
            var own = watch.Elapsed;
            allocated = GC.GetTotalAllocatedBytes(precise: true) - allocated;

            watch.Restart();
            foreach (var file in files.Take(ProbedFiles))
            {
                await RunToolAsync(Path.Combine(tools.Folder, "ffprobe"), ["-v", "error", "-show_streams", "-show_format", "-of", "json", file]);
            }

            var probe = watch.Elapsed / Math.Min(ProbedFiles, files.Length) * files.Length;
            await output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"{files.Length} files, {checks} checks: {own.TotalMilliseconds:0} ms, {allocated / files.Length / 1024.0:0.0} KB allocated per file"));
            await output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"ffprobe on the same files, one after another: {probe.TotalMilliseconds:0} ms (from {ProbedFiles} files)"));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static int Check(string file, ContractView contract)
    {
        var facts = MediaProbe.Read(file);
        var role = facts.Kind switch
        {
            MediaKind.Video => VideoEditRoute.Video,
            MediaKind.Audio => ImageToVideoRoute.DrivingAudio,
            _ => VideoEditRoute.ReferenceImage,
        };
        return MediaRules.Check(role, Path.GetFileName(file), facts, contract).Count();
    }

    private static async Task<string[]> MakeAsync(FfmpegTools tools, string folder, int count)
    {
        foreach (var (name, arguments) in Kinds)
        {
            await RunToolAsync(Path.Combine(tools.Folder, "ffmpeg"), ["-v", "error", .. arguments.Split(' '), Path.Combine(folder, name)]);
        }

        var files = new string[count];
        for (var i = 0; i < count; i++)
        {
            var name = Kinds[i % Kinds.Length].Name;
            files[i] = Path.Combine(folder, string.Create(CultureInfo.InvariantCulture, $"{i:0000}{Path.GetExtension(name)}"));
            File.Copy(Path.Combine(folder, name), files[i]);
        }

        return files;
    }

    private static async Task RunToolAsync(string program, IEnumerable<string> arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true })!;
        await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
    }
}
