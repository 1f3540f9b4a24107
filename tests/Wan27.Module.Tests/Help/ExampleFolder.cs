using Wan27.ModuleTests.Hosting;

namespace Wan27.ModuleTests.Help;

/// <summary>A session as the examples expect it: the files that they name, an emulator as the default profile, a key in the usual variable.</summary>
internal sealed class ExampleFolder : IDisposable
{
    // What can be canceled must still be pending when the next line comes.
    private const double SlowSeconds = 600;

    private const string KeyVariable = "DASHSCOPE_API_KEY";
    private const string Key = "sk-00000000000000000000000000000000";

    private readonly string? _keyBefore = Environment.GetEnvironmentVariable(KeyVariable);

    public ExampleFolder(string cmdlet)
    {
        Environment.SetEnvironmentVariable(KeyVariable, Key);
        var emulator = Shell.Run("Start-WanEmulator -TaskSeconds $seconds -Default -PassThru", ("seconds", cmdlet == "Stop-WanTask" ? SlowSeconds : 0)).Single<WanEmulatorInfo>();
        using var http = new HttpClient { BaseAddress = new Uri(emulator.Url) };
        foreach (var (file, sample) in new[] { ("photo.png", "photo.png"), ("last.png", "last.png"), ("clip.mp4", "clip.mp4"), ("street.mp4", "video.mp4"), ("voice.wav", "tone.wav") })
        {
            File.WriteAllBytes(Shell.PathOf(file), http.GetByteArrayAsync("/_media/" + sample).GetAwaiter().GetResult());
        }

        File.WriteAllText(Shell.PathOf("bill.csv"), "Task ID,Usage time,Item,Usage,Unit,Amount,Currency\n0f2b1c3d-0000-4000-8000-000000000001,2026-11-25 23:10:05,Image to video 720P,5,Second,0.50,USD\nTotal,,,5,,0.50,USD\n");
        File.WriteAllText(Shell.PathOf("key.txt"), Key);
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(Shell.PathOf("key.txt"), UnixFileMode.UserRead | UnixFileMode.UserWrite);
        }
    }

    public Shell Shell { get; } = new();

    public void Dispose()
    {
        Shell.Dispose();
        Environment.SetEnvironmentVariable(KeyVariable, _keyBefore);
    }
}
