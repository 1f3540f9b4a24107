using System.Diagnostics;
using System.Globalization;
using Wan27.Engine.Contract;
using Wan27.Engine.Media;
using Wan27.Engine.Routes.ImageToVideo;

namespace Wan27.Engine.Tests.Media;

/// <summary>
/// Lengths of sound held against a full decode by ffmpeg, for what ffmpeg can be made to write. Each row is made the same way in each
/// run. Containers that no reader measures are asked for their name only.
/// </summary>
public sealed class SoundDifferentialTests
{
    private const string Sine = "-f lavfi -i sine=frequency=440:sample_rate=44100:duration=3.3";

    /// <summary>Quiet, then loud: the rate of a variable stream differs by much between its halves.</summary>
    private const string Rising = "-f lavfi -i aevalsrc=if(lt(t\\,4)\\,0.001*sin(440*t)\\,random(0)-0.5):s=44100:d=8";

    /// <summary>Decoders differ by what the encoder put around the sound: two frames of MP3 at 44.1 kHz.</summary>
    private const double Tolerance = 0.055;

    public static TheoryData<string, string> Files
    {
        get
        {
            var files = new TheoryData<string, string>();
            foreach (var (source, sourceName) in new[] { (Sine, "sine"), (Rising, "rising") })
            {
                foreach (var (rate, rateName) in new[] { ("-b:a 64k", "64"), ("-b:a 320k", "320"), ("-q:a 4", "vbr"), ("-b:a 96k -abr 1", "abr") })
                {
                    foreach (var (flags, flagsName) in new[] { ("", "plain"), ("-write_xing 0", "bare"), ("-write_xing 0 -id3v2_version 4 -write_id3v1 1 -metadata title=T", "tagged") })
                    {
                        files.Add($"d-{sourceName}-{rateName}-{flagsName}.mp3", $"{source} -c:a libmp3lame {rate} {flags} {{out}}");
                    }
                }
            }

            foreach (var rate in new[] { 8000, 16_000, 22_050, 32_000, 48_000 })
            {
                files.Add($"d-{rate}.mp3", $"{Sine} -ar {rate} -c:a libmp3lame -write_xing 0 {{out}}");
            }

            foreach (var codec in new[] { "pcm_u8", "pcm_s16le", "pcm_s24le", "pcm_s32le", "pcm_f32le", "pcm_f64le", "pcm_alaw", "pcm_mulaw", "adpcm_ms", "adpcm_ima_wav", "libmp3lame", "mp2" })
            {
                files.Add($"d-{codec}.wav", $"{Sine} -c:a {codec} {{out}}");
            }

            files.Add("d-rf64.wav", $"{Sine} -rf64 always {{out}}");
            files.Add("d-six.wav", $"{Sine} -ac 6 {{out}}");
            files.Add("d-bext.wav", $"{Sine} -write_bext 1 -metadata description=odd {{out}}");
            files.Add("d-adts.aac", $"{Rising} -c:a aac {{out}}");
            files.Add("d-plain.flac", $"{Sine} {{out}}");
            return files;
        }
    }

    [FfmpegTheory]
    [MemberData(nameof(Files))]
    public async Task Sound_is_as_long_as_its_decode(string name, string arguments)
    {
        var path = await MediaCorpus.FileAsync(name, arguments);

        await AssertAsDecodedAsync(path);
    }

    [FfmpegFact]
    public async Task Joined_files_are_as_long_as_their_decode()
    {
        var quiet = await MediaCorpus.FileAsync("d-join-one.mp3", $"{Sine} -c:a libmp3lame -q:a 4 {{out}}");
        var loud = await MediaCorpus.FileAsync("d-join-two.mp3", $"{Rising} -c:a libmp3lame -b:a 192k {{out}}");
        var joined = Path.Combine(MediaCorpus.Folder, "d-joined.mp3");
        await File.WriteAllBytesAsync(joined, [.. await File.ReadAllBytesAsync(quiet), .. await File.ReadAllBytesAsync(loud)]);

        var facts = MediaProbe.Read(joined);

        Assert.Equal(11.3, facts.Duration!.Value.TotalSeconds, 0.2);
        Assert.Contains(facts.Problems, static problem => problem.Kind == MediaProblemKind.LengthDisputed);
        await AssertAdviceMendsAsync(facts);
    }

    [FfmpegFact]
    public async Task A_wave_of_a_wrong_rate_is_not_sent_to_a_conversion_that_cannot_be_proven()
    {
        var whole = await MediaCorpus.FileAsync("d-rate.wav", $"{Sine} -c:a adpcm_ima_wav {{out}}");
        var bytes = await File.ReadAllBytesAsync(whole);
        BitConverter.GetBytes(9_000).CopyTo(bytes, bytes.AsSpan().IndexOf("fmt "u8) + 16);
        var wrong = Path.Combine(MediaCorpus.Folder, "d-wrong-rate.wav");
        await File.WriteAllBytesAsync(wrong, bytes);

        var check = MediaRules.Check(ImageToVideoRoute.DrivingAudio, "Sound", MediaProbe.Read(wrong), new ContractView(ContractData.Current))
            .Single(static check => check.Actual == nameof(MediaProblemKind.LengthDisputed));
        Assert.Equal("Write it again with another program, so that its header is right.", check.Fix);
    }

    /// <summary>The finding on a length names Convert-WanMedia, which must not hand the same file back.</summary>
    private static async Task AssertAdviceMendsAsync(MediaFacts facts)
    {
        var view = new ContractView(ContractData.Current);
        var role = ImageToVideoRoute.DrivingAudio;
        Assert.Equal(
            $"Let Convert-WanMedia write its true length into the header: Convert-WanMedia -Path '{facts.Path}' -Route image_to_video -Role driving_audio.",
            MediaRules.Check(role, "Sound", facts, view).Single(static check => check.Actual == nameof(MediaProblemKind.LengthDisputed)).Fix);

        var conform = new MediaConform(FfmpegTools.Find());
        var plan = await conform.PlanAsync(facts, role, view, ConformOptions.Default, CancellationToken.None);
        Assert.Contains($"Write the {facts.Format} again with its length in the header.", plan.Steps);
        var target = Path.Combine(MediaCorpus.Folder, $"d-mended-{Guid.NewGuid():N}{plan.Extension}");
        await conform.RunAsync(plan, target, null, CancellationToken.None);

        var mended = MediaProbe.Read(target);
        Assert.Empty(mended.Problems);
        Assert.Equal(facts.Duration!.Value.TotalSeconds, mended.Duration!.Value.TotalSeconds, 0.1);
    }

    private static async Task AssertAsDecodedAsync(string path)
    {
        var facts = MediaProbe.Read(path);
        var decoded = await DecodedAsync(path);

        Assert.DoesNotContain(facts.Problems, static problem => problem.IsFatal);
        Assert.True(
            facts.Duration is { } length && Math.Abs(length.TotalSeconds - decoded) <= Tolerance,
            $"{Path.GetFileName(path)}: read {facts.Duration?.TotalSeconds} s ({facts.LengthBasis}), decoded {decoded} s.");
    }

    /// <summary>Decodes to plain samples of one channel and counts them.</summary>
    private static async Task<double> DecodedAsync(string path)
    {
        const int Rate = 44_100;
        var start = new ProcessStartInfo(Path.Combine(FfmpegTools.Find()!.Folder, "ffmpeg")) { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false };
        foreach (var word in new[] { "-v", "error", "-nostdin", "-i", path, "-map", "0:a:0", "-ac", "1", "-ar", Rate.ToString(CultureInfo.InvariantCulture), "-f", "u8", "-" })
        {
            start.ArgumentList.Add(word);
        }

        using var process = Process.Start(start)!;
        var said = process.StandardError.ReadToEndAsync();
        var bytes = new byte[64 * 1024];
        var total = 0L;
        int count;
        while ((count = await process.StandardOutput.BaseStream.ReadAsync(bytes)) > 0)
        {
            total += count;
        }

        await process.WaitForExitAsync();
        await said;
        return (double)total / Rate;
    }
}
