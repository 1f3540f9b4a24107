using System.Diagnostics;
using Wan27.Engine.Media;

namespace Wan27.Engine.Tests.Media;

/// <summary>Files made by ffmpeg once per run, two at a time, in a temporary folder that goes with the process.</summary>
internal static class MediaCorpus
{
    private static readonly Lazy<string> Root = new(CreateRoot);
    private static readonly Dictionary<string, Task<string>> Made = [];
    private static readonly SemaphoreSlim Turns = new(2);

    /// <summary>The folder for files that tests make themselves.</summary>
    public static string Folder => Root.Value;

    /// <summary>Path of a file, made on first use. In the arguments <c>{out}</c> is the file, <c>{name}</c> another file of the corpus.</summary>
    public static Task<string> FileAsync(string name, string arguments, params string[] needs)
    {
        lock (Made)
        {
            if (!Made.TryGetValue(name, out var making))
            {
                making = Made[name] = MakeAsync(name, arguments, needs);
            }

            return making;
        }
    }

    public static async Task RunAsync(string program, params string[] arguments)
    {
        await Turns.WaitAsync();
        try
        {
            var start = new ProcessStartInfo(Path.Combine(FfmpegTools.Find()!.Folder, program)) { RedirectStandardError = true, RedirectStandardInput = true, UseShellExecute = false };
            foreach (var argument in arguments)
            {
                start.ArgumentList.Add(argument);
            }

            using var process = Process.Start(start)!;
            process.StandardInput.Close();
            var said = await process.StandardError.ReadToEndAsync();
            await process.WaitForExitAsync();
            Assert.True(process.ExitCode == 0, said);
        }
        finally
        {
            Turns.Release();
        }
    }

    private static async Task<string> MakeAsync(string name, string arguments, string[] needs)
    {
        var sources = new Dictionary<string, string>();
        foreach (var need in needs)
        {
            sources[need] = await CorpusTable.PathAsync(need);
        }

        var path = Path.Combine(Folder, name);
        var words = arguments.Split(' ', StringSplitOptions.RemoveEmptyEntries)
            .Select(word => word == "{out}" ? path : word is ['{', .. var need, '}'] ? sources[need] : word);
        await RunAsync("ffmpeg", ["-v", "error", "-y", .. words]);
        return path;
    }

    private static string CreateRoot()
    {
        var root = Directory.CreateTempSubdirectory("wan27-media-").FullName;
        AppDomain.CurrentDomain.ProcessExit += (_, _) => Directory.Delete(root, recursive: true);
        return root;
    }
}
