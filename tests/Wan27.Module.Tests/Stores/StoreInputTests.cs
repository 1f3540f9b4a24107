using System.Management.Automation;
using System.Text;
using System.Text.Json;
using Amazon.S3.Model;
using Wan27.Engine.Tests.Stores;
using Wan27.ModuleTests.Hosting;
using Wan27.ModuleTests.Pipelines;

namespace Wan27.ModuleTests.Stores;

/// <summary>Inputs that lie in a bucket, from the user's line to the service that fetches them.</summary>
[Collection(SwiftTests.Name)]
public sealed class StoreInputTests(SwiftServer server) : EmulatedTests
{
    private const string Loud = "$DebugPreference = $VerbosePreference = 'Continue'; ";

    private readonly string _bucket = $"inputs-{Guid.NewGuid():N}"[..20];

    /// <summary>Every media parameter of every route, in both forms of a reference.</summary>
    public static TheoryData<string, int> Jobs => new()
    {
        { "New-WanImage 'a fox' -Size 1K -Image store:media/photo.png, s3://{bucket}/in/last.png", 2 },
        { "Start-WanImageTask 'a fox' -Size 1K -Image store:media/photo.png", 1 },
        { "Start-WanVideoTask turn store:media/photo.png -LastFrame store:media/last.png -DrivingAudio s3://{bucket}/in/voice.wav -Resolution 720P", 3 },
        { "Start-WanVideoTask turn -FirstClip store:media/clip.mp4 -Resolution 720P -Duration 9", 1 },
        { "Start-WanVideoEditTask clay -Video store:media/clip.mp4 -ReferenceImage store:media/photo.png -Resolution 720P", 2 },
        { "Start-WanTextVideoTask fox -DrivingAudio store:media/voice.wav -Resolution 720P -Duration 2", 1 },
        { "Start-WanReferenceVideoTask 'Image 1 and Video 1 run' -ReferenceImage store:media/photo.png -ReferenceVideo store:media/clip.mp4 -ReferenceVoice store:media/voice.wav -FirstFrame store:media/last.png -Resolution 720P -Duration 2", 4 },
        { "'store:media/photo.png' | Start-WanVideoTask turn -Resolution 720P", 1 },
        { "'s3://{bucket}/in/clip.mp4' | Start-WanVideoEditTask clay -Resolution 720P", 1 },
        { "[pscustomobject]@{ Prompt = 'turn'; FirstFrame = 'store:MEDIA/photo.png'; Resolution = '720P' } | Start-WanVideoTask", 1 },
    };

    [SwiftTheory]
    [MemberData(nameof(Jobs))]
    public async Task The_service_fetches_inputs_by_signed_addresses(string line, int inputs)
    {
        await SetAsync();

        Shell.Run(line.Replace("{bucket}", _bucket, StringComparison.Ordinal)).MustSucceed();

        var urls = SentUrls();
        Assert.Equal(inputs, urls.Count);
        Assert.All(urls, url => Assert.StartsWith($"{server.Url}/{_bucket}/in/", url, StringComparison.Ordinal));
        Assert.All(urls, static url => Assert.Contains("X-Amz-Signature=", url, StringComparison.Ordinal));
        Assert.Empty(Emulator.Log("upload.post"));
        Assert.Empty(Emulator.Log("upload.policy"));
    }

    [SwiftTheory]
    [InlineData("New-WanImage fox -Size 1K -Image store:media/photo.png", 3_600)]
    [InlineData("Start-WanImageTask fox -Size 1K -Image store:media/photo.png", 86_400)]
    [InlineData("Start-WanVideoTask turn store:media/photo.png -Resolution 720P", 86_400)]
    public async Task An_address_lives_as_long_as_queue_and_run_may_take(string line, int seconds)
    {
        await SetAsync();

        Shell.Run(line).MustSucceed();

        var life = int.Parse(Assert.Single(SentUrls()).Split("X-Amz-Expires=")[1].Split('&')[0], System.Globalization.CultureInfo.InvariantCulture);
        Assert.InRange(life, seconds - 60, seconds);
    }

    [SwiftFact]
    public async Task No_signature_is_on_any_stream_or_in_any_file()
    {
        await SetAsync();
        var seen = new StringBuilder();
        Shell.Run("Set-WanProfile emulator -LogPath logs").MustSucceed();
        foreach (var line in new[]
        {
            "Start-WanVideoTask turn store:media/photo.png -Resolution 720P -JobKey bare | Wait-WanTask | Save-WanResult out",
            "New-WanImage fox -Size 1K -Image store:media/photo.png | Save-WanResult out",
            "Start-WanVideoTask turn store:media/photo.png -Resolution 720P -JobKey dry -WhatIf",
            "Test-WanVideoInput turn store:media/photo.png -Resolution 720P",
            "Get-WanTask | Format-List *",
            "$Error | Resolve-WanError -Verbose",
        })
        {
            Note(seen, line);
        }

        foreach (var fault in new object[]
        {
            new { kind = "Status", status = 400, code = "InvalidParameter.DataInspection", message = "Unable to download {url}", count = 1 },
            new { kind = "Status", status = 500, code = "InternalError", message = "no", count = 1 },
            new { kind = "DropAfterBody", count = 1 },
            new { kind = "FailTask", code = "InternalError", message = "no", count = 1 },
        })
        {
            Emulator.Fault(fault);
            Note(seen, "Start-WanVideoTask turn store:media/photo.png -Resolution 720P | Wait-WanTask -TimeoutSec 2; $Error | Resolve-WanError");
            Emulator.Forget();
        }

        Assert.Contains($"s3://{_bucket}/in/photo.png", seen.ToString(), StringComparison.Ordinal);
        AssertBare(seen.ToString(), "a stream");
        var files = Directory.GetFiles(Shell.Folder, "*", SearchOption.AllDirectories);
        Assert.Contains(files, static file => file.EndsWith("journal.db", StringComparison.Ordinal));
        Assert.Contains(files, static file => file.EndsWith(".jsonl", StringComparison.Ordinal));
        Assert.Contains(files, file => file.EndsWith(".wan.json", StringComparison.Ordinal) && File.ReadAllText(file).Contains($"s3://{_bucket}/in/photo.png", StringComparison.Ordinal));
        Assert.All(files, static file =>
        {
            using var open = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            using var reader = new StreamReader(open, Encoding.Latin1);
            AssertBare(reader.ReadToEnd(), file);
        });
    }

    [SwiftFact]
    public async Task A_rerun_hands_out_the_same_task_whatever_the_signature_and_the_form()
    {
        await SetAsync();
        var first = Shell.Run("Start-WanVideoTask turn store:media/photo.png -Resolution 720P -JobKey fox").Single<WanTask>();

        foreach (var reference in new[] { "store:media/photo.png", $"s3://{_bucket}/in/photo.png" })
        {
            Assert.Equal(first.TaskId, Shell.Run($"Start-WanVideoTask turn {reference} -Resolution 720P -JobKey fox").Single<WanTask>().TaskId);
        }

        Assert.Single(SentUrls());
        Assert.Equal($"first_frame=s3://{_bucket}/in/photo.png", ((IEnumerable<object>)first.Request["media"]!).Single().ToString());
    }

    [SwiftFact]
    public async Task A_replaced_object_is_another_job_as_a_changed_file_is()
    {
        await SetAsync();
        Shell.Run("Start-WanVideoTask turn store:media/photo.png -Resolution 720P -JobKey fox").MustSucceed();
        await PutAsync("in/photo.png", Emulator.Media("last.png"));

        var error = Shell.Run("Start-WanVideoTask turn store:media/photo.png -Resolution 720P -JobKey fox").OnlyError("Wan.Async.JobKeyConflict");

        Assert.Contains("The words are the same; a media file has other content than when it was submitted.", error.Exception.Message, StringComparison.Ordinal);
        Assert.Single(SentUrls());
    }

    [SwiftTheory]
    [InlineData("a b.png")]
    [InlineData("füchse/狐 🦊.png")]
    [InlineData("100%+plus&and=#hash?query.png")]
    [InlineData("it''s [1]*.png")]
    public async Task Names_are_taken_as_they_are(string name)
    {
        await SetAsync();
        var key = name.Replace("''", "'", StringComparison.Ordinal);
        await PutAsync($"in/{key}", Emulator.Media("photo.png"));
        var seen = new StringBuilder();

        Assert.Equal(string.Empty, Note(seen, $"Start-WanVideoTask turn 'store:media/{name}' -Resolution 720P"));

        Assert.Single(SentUrls());
        Assert.Contains($"s3://{_bucket}/in/{key}", seen.ToString(), StringComparison.Ordinal);
        AssertBare(seen.ToString(), "a stream");
    }

    [SwiftTheory]
    [InlineData("store:nowhere/photo.png", "Wan.Storage.StoreUnknown", "There is no store 'nowhere'.", "Stores: media. Set-WanStore makes another one.")]
    [InlineData("s3://elsewhere/photo.png", "Wan.Storage.StoreUnknown", "No store has the bucket of 's3://elsewhere/photo.png'.", "Make a store with Set-WanStore -Bucket elsewhere, or write store:<name>/<key>.")]
    [InlineData("s3://{bucket}/out/photo.png", "Wan.Storage.StoreUnknown", "'s3://{bucket}/out/photo.png' lies outside of the prefix of store 'media'.", null)]
    [InlineData("store:media", "Wan.Storage.StoreReferenceMalformed", "'store:media' names no object of a store.", "Write store:<name>/<key> or s3://<bucket>/<key>.")]
    [InlineData("store:media/gone.png", "Wan.Storage.StoreObjectMissing", "Store 'media' has no object 's3://{bucket}/in/gone.png'.", "Check the name: keys tell upper case from lower case.")]
    [InlineData("store:media/../photo.png", "Wan.Storage.ObjectNameRefused", "Store 'media': the name 'in/../photo.png' has the part '.' or '..'.", null)]
    [InlineData("store:media//photo.png", "Wan.Storage.ObjectNameRefused", "Store 'media': the name 'in//photo.png' has an empty part.", null)]
    public async Task An_object_that_cannot_be_meant_is_one_error_and_nothing_is_sent(string reference, string id, string message, string? fix)
    {
        await SetAsync();
        var line = $"Start-WanVideoTask turn '{reference.Replace("{bucket}", _bucket, StringComparison.Ordinal)}' -Resolution 720P";

        foreach (var more in new[] { string.Empty, " -SkipPreflight", " -WhatIf" })
        {
            var error = Shell.Run(line + more).OnlyError(id);

            Assert.Equal(message.Replace("{bucket}", _bucket, StringComparison.Ordinal), error.Exception.Message);
            Assert.Equal(fix ?? error.ErrorDetails.RecommendedAction, error.ErrorDetails.RecommendedAction);
        }

        var report = Shell.Run(line.Replace("Start-WanVideoTask", "Test-WanVideoInput", StringComparison.Ordinal)).Single<WanPreflightReport>();
        Assert.False(report.Passed);
        Assert.Contains(report.Checks, check => check.Rule == id && check.Status == WanCheckStatus.Failed);
        Assert.Empty(SentUrls());
    }

    [SwiftFact]
    public async Task A_name_of_more_than_1024_bytes_is_refused_before_anything_travels()
    {
        await SetAsync();

        var error = Shell.Run($"Start-WanVideoTask turn 'store:media/{new string('ü', 511)}' -Resolution 720P").OnlyError("Wan.Storage.ObjectNameRefused");

        Assert.EndsWith("has 1025 bytes; 1024 are allowed.", error.Exception.Message, StringComparison.Ordinal);
        Assert.Equal("Use a shorter name, or a shorter prefix of the store.", error.ErrorDetails.RecommendedAction);
    }

    [SwiftFact]
    public async Task Keys_that_may_not_read_or_are_wrong_say_so()
    {
        await SetAsync();
        StoreCommands.Set(Shell, server, "limited", SwiftServer.LimitedBucket);
        File.WriteAllText(Shell.PathOf("access.key"), SwiftServer.Writer.AccessKey);
        File.WriteAllText(Shell.PathOf("secret.key"), SwiftServer.Writer.SecretKey);
        Shell.Run("Start-WanVideoTask turn store:limited/photo.png -Resolution 720P").OnlyError("Wan.Storage.StoreReadDenied");

        File.WriteAllText(Shell.PathOf("secret.key"), "wrong");
        Shell.Run("Start-WanVideoTask turn store:media/photo.png -Resolution 720P").OnlyError("Wan.Storage.StoreKeyRefused");

        Shell.Run("Set-WanStore media -AccessKeyVariable WAN27_NO_KEY").MustSucceed();
        var error = Shell.Run("Start-WanVideoTask turn store:media/photo.png -Resolution 720P").OnlyError("Wan.Storage.StoreKeyMissing");

        Assert.Equal("Store 'media': there is no access key in its source (variable WAN27_NO_KEY).", error.Exception.Message);
        Assert.Empty(SentUrls());
    }

    [SwiftFact]
    public async Task A_server_that_the_service_cannot_reach_is_refused_before_anything_is_sent()
    {
        await SetAsync();
        Shell.Run("Set-WanProfile real -Region Singapore -ApiKey (ConvertTo-SecureString sk-0123456789abcdef -AsPlainText)").MustSucceed();

        var error = Shell.Run("Start-WanVideoTask turn store:media/photo.png -Resolution 720P -Profile real").OnlyError("Wan.Media.PreflightFailed");

        Assert.StartsWith($"Not submitted: FirstFrame photo.png lies in store 'media' at {new Uri(server.Url).Authority}, which only this machine reaches: the service cannot fetch it.", error.Exception.Message, StringComparison.Ordinal);
    }

    [SwiftFact]
    public async Task A_batch_goes_on_past_an_object_that_is_missing()
    {
        await SetAsync();

        var result = Shell.Run("'store:media/photo.png', 'store:media/gone.png', 'store:media/last.png' | Start-WanVideoTask turn -Resolution 720P");

        Assert.Equal(2, result.Of<WanTask>().Count);
        Assert.StartsWith("Wan.Storage.StoreObjectMissing", Assert.Single(result.Errors).FullyQualifiedErrorId, StringComparison.Ordinal);
    }

    [SwiftFact]
    public async Task What_is_found_in_an_object_is_found_as_in_a_file()
    {
        await SetAsync();
        File.WriteAllBytes(Shell.PathOf("clip.mp4"), Emulator.Media("clip.mp4"));

        var stored = Shell.Run("Test-WanVideoInput turn -FirstFrame store:media/clip.mp4 -Resolution 720P").Single<WanPreflightReport>();
        var local = Shell.Run("Test-WanVideoInput turn -FirstFrame clip.mp4 -Resolution 720P").Single<WanPreflightReport>();

        Assert.False(local.Passed);
        Assert.Equal(local.Checks.Select(Told), stored.Checks.Where(static check => !check.Rule.EndsWith(".reach", StringComparison.Ordinal)).Select(Told));

        static string Told(WanCheck check) => $"{check.Rule}: {check.Status}, {check.Actual}, {check.Limit}: {check.Message}";
    }

    private static void AssertBare(string text, string where)
        => Assert.False(text.Contains("X-Amz-", StringComparison.OrdinalIgnoreCase) || text.Contains("Signature=", StringComparison.OrdinalIgnoreCase), $"A signature is in {where}.");

    /// <summary>The addresses of media in the bodies that reached the service.</summary>
    private List<string> SentUrls()
    {
        var urls = new List<string>();
        foreach (var entry in Emulator.Log())
        {
            if (entry.TryGetProperty("body", out var body))
            {
                Collect(body);
            }
        }

        return urls;

        void Collect(JsonElement element)
        {
            switch (element.ValueKind)
            {
                case JsonValueKind.Object:
                    foreach (var member in element.EnumerateObject())
                    {
                        Collect(member.Value);
                    }

                    break;
                case JsonValueKind.Array:
                    foreach (var item in element.EnumerateArray())
                    {
                        Collect(item);
                    }

                    break;
                case JsonValueKind.String when element.GetString() is { } text && text.StartsWith(server.Url, StringComparison.Ordinal):
                    urls.Add(text);
                    break;
            }
        }
    }

    /// <summary>Runs a line with all that it can say, and gives its errors.</summary>
    private string Note(StringBuilder seen, string line)
    {
        var errors = new StringBuilder();
        using var shell = Shell.Create(Loud + line);
        var output = shell.Invoke();
        foreach (var stream in new System.Collections.IEnumerable[] { output, shell.Streams.Error, shell.Streams.Verbose, shell.Streams.Debug, shell.Streams.Warning, shell.Streams.Information, shell.Streams.Progress })
        {
            foreach (var item in stream)
            {
                seen.AppendLine(item?.ToString());
                if (item is ErrorRecord error)
                {
                    errors.AppendLine(error.ToString());
                    seen.AppendLine(error.ErrorDetails?.Message).AppendLine(error.Exception.ToString());
                }

                if (item is not null)
                {
                    seen.AppendLine(PSSerializer.Serialize(item, 4));
                }
            }
        }

        return errors.ToString();
    }

    private async Task SetAsync()
    {
        await server.MakeBucketAsync(_bucket);
        StoreCommands.Set(Shell, server, "media", _bucket, "-Prefix in");
        foreach (var (key, sample) in new[] { ("photo.png", "photo.png"), ("last.png", "last.png"), ("clip.mp4", "clip.mp4"), ("voice.wav", "tone.wav") })
        {
            await PutAsync($"in/{key}", Emulator.Media(sample));
        }
    }

    private async Task PutAsync(string key, byte[] content)
    {
        using var client = server.Client();
        using var stream = new MemoryStream(content);
        await client.PutObjectAsync(new PutObjectRequest { BucketName = _bucket, Key = key, InputStream = stream, UseChunkEncoding = false });
    }
}
