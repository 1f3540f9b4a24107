using System.Management.Automation;
using System.Text;
using Wan27.ModuleTests.Hosting;
using Wan27.ModuleTests.Pipelines;

namespace Wan27.ModuleTests.Secrets;

/// <summary>A marked key goes through success and faults, and is then looked for in all that was written anywhere.</summary>
public sealed class LeakTests : EmulatedTests
{
    private const string Key = "sk-LEAKMARKER0123456789abcdef0123456789";

    private const string Work = """
        $DebugPreference = 'Continue'; $VerbosePreference = 'Continue'
        Set-WanProfile emulator -ApiKeyVariable WAN27_LEAK_KEY -PassThru -Limit @{ 'retry.delay.first.seconds' = 0.02; 'retry.delay.max.seconds' = 0.05; 'poll.image.first.seconds' = 0.1; 'poll.i2v.first.seconds' = 0.1; 'poll.videoedit.first.seconds' = 0.1 }
        Get-WanProfile
        Test-WanProfile
        $picture = New-WanImage 'a fox' -Size 1K
        $picture | Save-WanResult out
        Start-WanImageTask 'a fox' -Size 1K -JobKey leak-image | Wait-WanTask | Save-WanResult out
        $clip = $picture | Start-WanVideoTask turn -Resolution 720P -JobKey leak | Wait-WanTask
        $clip | Save-WanResult out
        $media = Publish-WanMedia in.mp4 wan2.7-videoedit
        $media
        Start-WanVideoEditTask clay -Video in.mp4 -Resolution 720P -WhatIf
        Start-WanVideoEditTask clay $media -Resolution 720P | Get-WanTask -Refresh
        Get-WanTask
        Get-WanTask -Remote
        $clip | Stop-WanTask
        $job = $clip | Wait-WanTask -AsJob
        $job | Wait-Job
        $job | Receive-Job
        Resolve-WanError
        """;

    private static readonly string[] Faulty =
    [
        "New-WanImage fox -Size 1K",
        "Start-WanVideoTask turn https://cdn.example.com/a.png -Resolution 720P -JobKey faulty",
        "Start-WanVideoEditTask clay in.mp4 -Resolution 720P -JobKey faulty-edit",
        "Get-WanTask -Remote",
        "Test-WanProfile",
        "Publish-WanMedia other.mp4 wan2.7-videoedit",
    ];

    public LeakTests()
    {
        var clip = Path.Combine(ModuleAssemblies.Root, "examples", "media", "street.mp4");
        File.Copy(clip, Shell.PathOf("in.mp4"));
        File.Copy(clip, Shell.PathOf("other.mp4"));
        Environment.SetEnvironmentVariable("WAN27_LEAK_KEY", Key);
    }

    [Fact]
    public void The_key_is_nowhere_after_success_and_faults()
    {
        var seen = new StringBuilder();
        Note(seen, Work);

        // Each breaks every request of its round; a refusal that quotes the key is the most unkind of answers.
        Note(seen, "$DebugPreference = 'Continue'; $VerbosePreference = 'Continue'; $WarningPreference = 'Continue'");
        object[] faults =
        [
            new { kind = "Status", status = 401, code = "InvalidApiKey", message = "Invalid API-key provided.", count = 12 },
            new { kind = "Status", status = 401, code = "InvalidApiKey", message = $"Incorrect API key provided: {Key}.", count = 12 },
            new { kind = "DropAfterBody", count = 6 },
            new { kind = "HalfJson", count = 6 },
            new { kind = "Status", status = 403, code = "AccessDenied.Unpurchased", message = "Access to model denied.", count = 12 },
        ];
        foreach (var fault in faults)
        {
            foreach (var line in Faulty)
            {
                Emulator.Fault(fault);
                Note(seen, line);
                Emulator.Forget();
            }
        }

        Note(seen, "$Error | Resolve-WanError");
        Assert.Contains("Wan.Key.InvalidApiKey", seen.ToString(), StringComparison.Ordinal);
        Assert.Contains("Bundle: profile emulator", seen.ToString(), StringComparison.Ordinal);
        AssertClean(seen.ToString(), "streams");
        var files = Directory.GetFiles(Shell.Folder, "*", SearchOption.AllDirectories);
        Assert.Contains(files, static file => file.EndsWith("journal.db", StringComparison.Ordinal));
        Assert.Contains(files, static file => file.EndsWith(".wan.json", StringComparison.Ordinal));
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
        string[] forms = [Key, Key[3..], .. Enumerable.Range(0, 3).Select(static shift => Base64(shift))];
        Assert.All(forms, form => Assert.False(text.Contains(form, StringComparison.OrdinalIgnoreCase), $"The key is in {where}."));
    }

    /// <summary>The part of the key's base64 that is the same whatever stands around it.</summary>
    private static string Base64(int shift)
        => Convert.ToBase64String(Encoding.UTF8.GetBytes(new string('x', shift) + Key))[(shift == 0 ? 0 : 4)..^4];

    private void Note(StringBuilder seen, string script)
    {
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

        void Write(object? item)
        {
            seen.AppendLine(item?.ToString());
            if (item is ErrorRecord error)
            {
                seen.AppendLine(error.FullyQualifiedErrorId).AppendLine(error.ErrorDetails?.Message).AppendLine(error.Exception.ToString());
            }

            if (item is not null)
            {
                seen.AppendLine(PSSerializer.Serialize(item, 4));
            }
        }
    }
}
