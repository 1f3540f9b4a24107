using Wan27.ModuleTests.Hosting;
using Wan27.ModuleTests.Pipelines;

namespace Wan27.ModuleTests.Reports;

/// <summary>A batch of every kind, run against the emulator by the built module, and its report in another folder than its media.</summary>
public sealed class ReportBatch : IDisposable
{
    public const string Title = "Night of <b>foxes</b> & </title>cranes";

    public const string LostKey = "gone-1";

    /// <summary>What a page must show as it is and never run.</summary>
    internal static readonly string[] Hostile =
    [
        "<script>window.hacked = 1</script></script><img src=x onerror=\"window.hacked = 2\">",
        "</script><script>window.hacked = 3</script><!-- <svg onload='window.hacked = 4'> \" ' & &amp; ${window.hacked = 5}",
        "ثعلب أحمر على جدار الميناء عند الفجر",
        new string('w', 5000),
    ];

    internal const string HostileKey = "hostile <i>key</i>";

    internal const string HostileAnswer = "No: <img src=x onerror=window.hacked=6></script>";

    public ReportBatch()
    {
        if (Chromium.Missing is not null)
        {
            return;
        }

        Shell = new Shell();
        var info = Shell.Run("Start-WanEmulator -TaskSeconds 1 -Default -PassThru").Single<WanEmulatorInfo>();
        Emulator = new EmulatorControl(info.Url);
        MediaFiles.Write(Shell, Emulator);
        Shell.Run(
            """
            Set-WanProfile emulator -SubmitRate 1000 -QueryRate 1000 -Limit @{ 'poll.image.first.seconds' = 0.2; 'poll.i2v.first.seconds' = 0.2; 'poll.videoedit.first.seconds' = 0.2; 'poll.t2v.first.seconds' = 0.2; 'poll.i2v.seconds' = 0.2; 'poll.t2v.seconds' = 0.2; 'poll.videoedit.seconds' = 0.2; 'poll.image.seconds' = 0.2 }
            & {
                1, 2, 10 | ForEach-Object { Start-WanVideoTask "It turns $_" photo.png -Resolution 720P -Duration ($_ + 2) -Seed $_ -JobKey "clip-$_" }
                Start-WanImageTask 'Three foxes' -Size 1K -Count 3 -JobKey set-1
                Start-WanVideoEditTask 'Make it snow' clip.mp4 -Resolution 720P -JobKey edit-1
                Start-WanTextVideoTask 'Boats leave at dawn' -Resolution 720P -Duration 2 -JobKey text-1
                Start-WanVideoTask 'It was here' photo.png -Resolution 720P -Duration 2 -JobKey gone-1
                for ($i = 0; $i -lt $prompts.Count; $i++) { Start-WanVideoTask $prompts[$i] photo.png -Resolution 720P -Duration 2 -JobKey "hostile-$i" }
                Start-WanVideoTask 'A key of its own' photo.png -Resolution 720P -Duration 2 -JobKey $hostileKey
            } | Wait-WanTask | Save-WanResult -Destination out | Out-Null
            """,
            ("prompts", Hostile),
            ("hostileKey", HostileKey)).MustSucceed();
        Emulator.Fault(new { kind = "FailTask", code = "DataInspectionFailed", message = HostileAnswer, count = 2 });
        Assert.Equal(2, Shell.Run("1..2 | ForEach-Object { Start-WanVideoTask 'It fails' photo.png -Resolution 720P -JobKey \"failed-$_\" } | Wait-WanTask | Out-Null").Errors.Count);
        File.Delete(Shell.Run("(Get-WanTask -JobKey gone-1).Files[0]").Single<string>());
        Shell.Run("Export-WanReport reports/night/report.html -Title $title", ("title", Title)).MustSucceed();
    }

    internal Shell Shell { get; } = null!;

    internal EmulatorControl Emulator { get; } = null!;

    /// <summary>Its jobs: 3 clips, a set, an edit, one from words, one whose file is gone, the hostile ones and 2 failed.</summary>
    public static int Jobs => 3 + 1 + 1 + 1 + 1 + Hostile.Length + 1 + 2;

    public string Path => Shell.PathOf("reports", "night", "report.html");

    public void Dispose()
    {
        Emulator?.Dispose();
        Shell?.Dispose();
    }
}
