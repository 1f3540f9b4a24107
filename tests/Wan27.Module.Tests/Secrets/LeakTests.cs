using System.Management.Automation;
using System.Text;
using Wan27.ModuleTests.Hosting;
using Wan27.ModuleTests.Pipelines;

namespace Wan27.ModuleTests.Secrets;

/// <summary>A marked key goes through success and faults, and is then looked for in all that was written anywhere.</summary>
public sealed class LeakTests : EmulatedTests
{
    private const string Key = "sk-LEAKMARKER0123456789abcdef0123456789";

    private const string Loud = "$DebugPreference = 'Continue'; $VerbosePreference = 'Continue'; $WarningPreference = 'Continue'";

    private const string Limits = "@{ 'retry.delay.first.seconds' = 0.01; 'retry.delay.max.seconds' = 0.02; 'retry.throttle.attempts.max' = 2; 'retry.get.attempts.max' = 2; "
        + "'poll.image.first.seconds' = 0.05; 'poll.i2v.first.seconds' = 0.05; 'poll.videoedit.first.seconds' = 0.05; 'poll.t2v.first.seconds' = 0.05; 'poll.r2v.first.seconds' = 0.05; 'poll.i2v.seconds' = 0.05; 'http.query.timeout.seconds' = 5; 'http.submit.timeout.seconds' = 5 }";

    private const string Ending = "Remove-WanTask -State Failed -Confirm:$false; Remove-WanProfile second -Confirm:$false; Stop-WanEmulator";

    /// <summary>Forms in which a server may hand back the key. Each is looked for as it was sent.</summary>
    private static readonly string[] Disguises =
    [
        Key.ToLowerInvariant(),
        Key.ToUpperInvariant(),
        string.Concat(Key.Reverse()),
        Convert.ToHexString(Encoding.UTF8.GetBytes(Key)),
        BitConverter.ToString(Encoding.UTF8.GetBytes(Key)),
        Encoded(Key),
        Encoded("Bearer " + Key),
        Encoded("Bearer " + Key).TrimEnd('='),
        Encoded("x" + Key).Replace('+', '-').Replace('/', '_'),
        string.Join(' ', Key.AsEnumerable()),
        string.Join('\u200B', Key.AsEnumerable()),
        Key.Replace("MARKER", "%4DARKER", StringComparison.Ordinal),
        Key.Replace("MARKER", "\\u004DARKER", StringComparison.Ordinal),
    ];

    /// <summary>Every cmdlet, each line as it should go.</summary>
    private static readonly string[] Work =
    [
        $"Set-WanProfile emulator -ApiKeyVariable WAN27_LEAK_KEY -PassThru -SubmitRate 1000 -QueryRate 1000 -LogPath logs -Limit {Limits}",
        "Set-WanProfile second -Region Beijing -ApiKey ([System.Net.NetworkCredential]::new('', $env:WAN27_LEAK_KEY).SecurePassword) -Force -PassThru",
        "Get-WanProfile",
        "Test-WanProfile emulator",
        "Get-WanProvider -Route i2v",
        "Update-WanPriceList prices.json -Verbose -Debug",
        "Test-WanPriceList prices.json -Verbose",
        "Measure-WanUsage -GroupBy Profile, Provider, Model -Verbose",
        "Set-Content bill.csv 'TaskId,Units,Amount', \"$env:WAN27_LEAK_KEY,5,1.00\"; Compare-WanBill bill.csv -Summary -Verbose; Compare-WanBill bill.csv -TimeZone $env:WAN27_LEAK_KEY -ErrorAction SilentlyContinue; Remove-Item bill.csv",
        "Set-WanStore leak films -Endpoint http://127.0.0.1:9 -AccessKeyVariable WAN27_LEAK_KEY -SecretKeyVariable WAN27_LEAK_KEY -SessionTokenVariable WAN27_LEAK_KEY -PassThru; Get-WanStore",
        "Test-WanStore leak",
        "Remove-WanStore leak",
        "$env:WAN27_LEAK_BASE = \"Host=127.0.0.1;Port=9;Database=a;Username=b;Timeout=1;Password=$env:WAN27_LEAK_KEY\"; Set-WanJournal -Postgres -ConnectionVariable WAN27_LEAK_BASE -PassThru; Test-WanJournal; Copy-WanJournal -WhatIf",
        "Set-WanJournal -Local; Get-WanJournal; Test-WanJournal",
        "$picture = New-WanImage 'a fox' -Size 1K; $picture",
        "$picture | Save-WanResult out",
        "Start-WanImageTask 'a fox' -Size 1K -JobKey leak-image | Wait-WanTask | Save-WanResult out",
        "$clip = $picture | Start-WanVideoTask turn -Resolution 720P -JobKey leak | Wait-WanTask; $clip",
        "$clip | Save-WanResult out",
        "$media = Publish-WanMedia in.mp4 wan2.7-videoedit; $media",
        "Test-WanImageInput 'a fox' -Size 1K",
        "Test-WanVideoInput turn -FirstFrame $picture.ImageUrl -Resolution 720P",
        "Test-WanVideoEditInput clay in.mp4 -Resolution 720P",
        "Test-WanTextVideoInput fox -Resolution 720P",
        "Test-WanReferenceVideoInput 'Video 1 runs' -ReferenceVideo in.mp4 -Resolution 720P",
        "Start-WanTextVideoTask fox -Resolution 720P -Duration 2 -JobKey leak-text | Wait-WanTask | Save-WanResult out",
        "Start-WanReferenceVideoTask 'Video 1 runs' -ReferenceVideo in.mp4 -Resolution 720P -Duration 2 -JobKey leak-reference | Wait-WanTask | Save-WanResult out",
        "Convert-WanMedia in.mp4 -Route video_editing -Role Video -Destination conformed -WhatIf",
        "Start-WanVideoEditTask clay -Video in.mp4 -Resolution 720P -WhatIf",
        "Start-WanVideoEditTask clay $media -Resolution 720P | Get-WanTask -Refresh",
        "Get-WanTask",
        "Get-WanTask -Remote",
        "$job = $clip | Wait-WanTask -AsJob; $job | Wait-Job | Receive-Job; $job; $job.Error; $job.Verbose; $job.Debug; $job | Remove-Job",
        "Export-WanReport report.html -Embed All -StoreLink -Verbose; Get-WanTask | Export-WanReport piped.html -PassThru",
        "Remove-WanTask $clip.TaskId",
    ];

    /// <summary>Each meets every fault.</summary>
    private static readonly string[] Lines =
    [
        "New-WanImage fox -Size 1K | Save-WanResult faulty",
        "Start-WanImageTask fox -Size 1K | Wait-WanTask -TimeoutSec 1 | Save-WanResult faulty",
        "$faulty = Start-WanVideoTask turn https://cdn.example.com/a.png -Resolution 720P -JobKey faulty -OnAmbiguous Resubmit; $faulty | Wait-WanTask -TimeoutSec 1 | Save-WanResult faulty",
        "$faulty | Stop-WanTask",
        "$faulty | Get-WanTask -Refresh",
        "Start-WanVideoEditTask clay in.mp4 -Resolution 720P -JobKey faulty-edit",
        "Start-WanReferenceVideoTask 'Video 1 runs' -ReferenceVideo in.mp4 -Resolution 720P -JobKey faulty-reference",
        "Get-WanTask -Remote",
        "Test-WanProfile emulator",
        "Publish-WanMedia other.mp4 wan2.7-videoedit",
        "$faulty | Wait-WanTask -AsJob -TimeoutSec 1 | Wait-Job | Receive-Job",
        "Resolve-WanError -Verbose",
        "Resolve-WanTask -Verbose",
    ];

    private static readonly object[] Faults =
    [
        new { kind = "Status", status = 401, code = "InvalidApiKey", message = "Invalid API-key provided.", count = 8 },
        new { kind = "Status", status = 401, code = "InvalidApiKey", message = $"Incorrect API key provided: {Key}.", count = 8 },
        new { kind = "Status", status = 403, code = Key, message = $"Bearer {Key}", count = 8 },
        new { kind = "Status", status = 403, code = "AccessDenied.Unpurchased", message = "Access to model denied.", count = 8 },
        new { kind = "Status", status = 429, code = "Throttling.RateQuota", message = $"Requests of {Key} are too many.", count = 8 },
        new { kind = "Status", status = 500, code = "InternalError", message = $"{{\"authorization\":\"Bearer {Key}\"}}", count = 8 },
        new { kind = "StatusAfterAccept", status = 502, code = "BadGateway", message = "no", count = 8 },
        new { kind = "DropBeforeBody", count = 8 },
        new { kind = "DropAfterBody", count = 8 },
        new { kind = "DropAfterAccept", count = 8 },
        new { kind = "HalfBody", count = 8 },
        new { kind = "HalfJson", count = 8 },
        new { kind = "WrongChecksum", count = 8 },
        new { kind = "SwappedBody", count = 8 },
        new { kind = "ExpireEarly", count = 8 },
        new { kind = "UnknownOnce", count = 8 },
        new { kind = "FailTask", code = "InternalError", message = $"Worker of {Key} failed.", count = 8 },
        new { kind = "Status", status = 400, code = "InvalidParameter", message = string.Join(" | ", Disguises), count = 8 },
        new { kind = "FailTask", code = "InternalError", message = string.Join(" | ", Disguises), count = 8 },
    ];

    public LeakTests()
    {
        var clip = Path.Combine(ModuleAssemblies.Root, "examples", "media", "street.mp4");
        File.Copy(clip, Shell.PathOf("in.mp4"));
        File.Copy(clip, Shell.PathOf("other.mp4"));
        Environment.SetEnvironmentVariable("WAN27_LEAK_KEY", Key);
    }

    [Fact]
    public void Every_cmdlet_is_among_what_is_run()
    {
        var run = string.Join('\n', [.. Work, .. Lines, Ending]);

        Assert.All(Shell.Run("(Get-Module Wan27).ExportedCmdlets.Keys").Of<string>(), name => Assert.Contains(name, $"{run}\nStart-WanEmulator", StringComparison.Ordinal));
    }

    [Fact]
    public void The_key_is_nowhere_after_success_and_faults()
    {
        var seen = new StringBuilder();
        Note(seen, Loud);
        Assert.All(Work, line => Assert.Equal(string.Empty, Note(seen, line)));
        foreach (var fault in Faults)
        {
            foreach (var line in Lines)
            {
                Emulator.Fault(fault);
                Note(seen, line);
                Emulator.Forget();
            }
        }

        Note(seen, "$Error | Resolve-WanError -Verbose");
        Note(seen, Ending);
        Assert.Contains("Wan.Key.InvalidApiKey", seen.ToString(), StringComparison.Ordinal);
        Assert.Contains("Bundle: profile emulator", seen.ToString(), StringComparison.Ordinal);
        Assert.Contains("Authorization: Bearer [key removed]", seen.ToString(), StringComparison.Ordinal);
        Assert.Contains("Incorrect API key provided: [key removed].", seen.ToString(), StringComparison.Ordinal);
        AssertClean(seen.ToString(), "streams");
        var files = Directory.GetFiles(Shell.Folder, "*", SearchOption.AllDirectories);
        Assert.Contains(files, static file => file.EndsWith("journal.db", StringComparison.Ordinal));
        Assert.Contains(files, static file => file.EndsWith(".wan.json", StringComparison.Ordinal));
        Assert.Contains(files, static file => file.EndsWith(".jsonl", StringComparison.Ordinal) && File.ReadAllText(file).Contains("\"event\":\"error\"", StringComparison.Ordinal));
        Assert.All(files, static file =>
        {
            using var open = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            using var reader = new StreamReader(open, Encoding.Latin1);
            AssertClean(reader.ReadToEnd(), file);
        });
    }

    protected override void Dispose(bool disposing)
    {
        Environment.SetEnvironmentVariable("WAN27_LEAK_KEY", null);
        base.Dispose(disposing);
    }

    private static void AssertClean(string text, string where)
    {
        string[] forms = [Key, Key[3..], .. Disguises, .. Enumerable.Range(0, 3).Select(static shift => Base64(shift))];
        Assert.All(forms, form => Assert.False(text.Contains(form, StringComparison.OrdinalIgnoreCase), $"The key is in {where}."));
    }

    private static string Encoded(string text) => Convert.ToBase64String(Encoding.UTF8.GetBytes(text));

    /// <summary>The part of the key's base64 that is the same whatever stands around it.</summary>
    private static string Base64(int shift)
        => Convert.ToBase64String(Encoding.UTF8.GetBytes(new string('x', shift) + Key))[(shift == 0 ? 0 : 4)..^4];

    /// <summary>Runs a script, notes all that it writes, and gives the errors.</summary>
    private string Note(StringBuilder seen, string script)
    {
        var errors = new StringBuilder();
        using var shell = Shell.Create(script);
        var output = new PSDataCollection<PSObject>();
        try
        {
            shell.Invoke(null, output);
        }
        catch (RuntimeException ended)
        {
            Write(ended.ErrorRecord);
        }

        foreach (var stream in new System.Collections.IEnumerable[] { output, shell.Streams.Error, shell.Streams.Verbose, shell.Streams.Debug, shell.Streams.Warning, shell.Streams.Information, shell.Streams.Progress })
        {
            foreach (var item in stream)
            {
                Write(item);
            }
        }

        return errors.ToString();

        void Write(object? item)
        {
            seen.AppendLine(item?.ToString());
            if (item is ErrorRecord error)
            {
                errors.AppendLine(error.ToString());
                seen.AppendLine(error.FullyQualifiedErrorId).AppendLine(error.ErrorDetails?.Message).AppendLine(error.Exception.ToString());
            }

            if (item is not null)
            {
                seen.AppendLine(PSSerializer.Serialize(item, 4));
            }
        }
    }
}
