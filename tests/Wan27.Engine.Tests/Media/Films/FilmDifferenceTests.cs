using System.Collections.Concurrent;
using System.Globalization;
using Wan27.Engine.Contract;
using Wan27.Engine.Media;
using Wan27.Engine.Routes.VideoEdit;
using Xunit.Abstractions;

namespace Wan27.Engine.Tests.Media.Films;

/// <summary>
/// Holds the reader of films against ffprobe over films of many structures. What disagrees is a bug or a row of
/// <see cref="DecidedDifferences"/>. <c>WAN27_FILMS</c> asks for that many mixtures instead of the usual, <c>WAN27_FILMS_SEED</c> draws others.
/// </summary>
public sealed class FilmDifferenceTests(ITestOutputHelper output)
{
    private const int UsualMixtures = 60;
    private const int UsualSeed = 20261125;

    /// <summary>Every so many films are decoded instead of counted by packets.</summary>
    private const int DecodedShare = 5;

    /// <summary>Films that this ffmpeg may fail to make, by flags that it lacks, before the comparison compares too little.</summary>
    private const double MissingShare = 0.2;

    private static readonly ContractView Contract = new(ContractData.Current);

    [FfmpegFact]
    public Task Films_of_every_muxing_are_read_as_ffprobe_reads_them() => CompareAsync(FilmRecipes.Muxed());

    [FfmpegFact]
    public Task Films_of_every_codec_and_container_are_read_as_ffprobe_reads_them() => CompareAsync(FilmRecipes.Coded());

    [FfmpegFact]
    public Task Cut_and_shifted_films_are_read_as_ffprobe_reads_them() => CompareAsync(FilmRecipes.Cut());

    [FfmpegFact]
    public Task Films_with_all_sorts_of_sound_are_read_as_ffprobe_reads_them() => CompareAsync(FilmRecipes.Sounding());

    [FfmpegFact]
    public Task Films_with_chapters_covers_and_titles_are_read_as_ffprobe_reads_them() => CompareAsync(FilmRecipes.Furnished());

    [FfmpegFact]
    public Task Films_whose_boxes_were_operated_on_are_read_as_ffprobe_reads_them() => CompareAsync(FilmRecipes.Operated());

    [FfmpegFact]
    public Task Mixtures_are_read_as_ffprobe_reads_them()
        => CompareAsync(FilmRecipes.Mixed(Setting("WAN27_FILMS_SEED", UsualSeed), Setting("WAN27_FILMS", UsualMixtures)));

    private static int Setting(string name, int usual)
        => int.TryParse(Environment.GetEnvironmentVariable(name), NumberStyles.None, CultureInfo.InvariantCulture, out var value) ? value : usual;

    private async Task CompareAsync(IEnumerable<FilmRecipe> recipes)
    {
        var films = recipes.Select(static (recipe, i) => (Recipe: recipe, Number: i)).ToArray();
        var missing = new ConcurrentBag<string>();
        var wrong = new ConcurrentBag<string>();
        var decided = 0;
        await Parallel.ForEachAsync(films, new ParallelOptions { MaxDegreeOfParallelism = Math.Max(2, Environment.ProcessorCount) }, async (film, _) =>
        {
            var path = Path.Combine(MediaCorpus.Folder, $"film-{Guid.NewGuid():N}{film.Recipe.Extension}");
            try
            {
                if (await MakeAsync(film.Recipe, path) is { } reason)
                {
                    missing.Add($"{film.Recipe}: {reason}");
                }
                else if (await FilmTruth.ReadAsync(path, decode: film.Number % DecodedShare == 0) is not { } truth)
                {
                    wrong.Add($"{film.Recipe}: ffprobe cannot read what was made");
                }
                else
                {
                    foreach (var (field, what) in Differences(film.Recipe, MediaProbe.Read(path), truth))
                    {
                        if (DecidedDifferences.Cover(film.Recipe, field))
                        {
                            Interlocked.Increment(ref decided);
                        }
                        else
                        {
                            wrong.Add($"{field}: {what}. {film.Recipe}");
                        }
                    }
                }
            }
            finally
            {
                File.Delete(path);
            }
        });

        output.WriteLine($"{films.Length} films, {missing.Count} not made, {wrong.Count} disagreements, {decided} decided differences.");
        foreach (var reason in missing.Order())
        {
            output.WriteLine($"Not made: {reason}");
        }

        Assert.True(wrong.IsEmpty, $"{wrong.Count} disagreements:\n{string.Join('\n', wrong.Order())}");
        Assert.True(missing.Count <= films.Length * MissingShare, $"{missing.Count} of {films.Length} films could not be made:\n{string.Join('\n', missing.Order())}");
    }

    /// <summary>Makes a film; says why where this ffmpeg cannot.</summary>
    private static async Task<string?> MakeAsync(FilmRecipe recipe, string path)
    {
        var words = new List<string> { "-v", "error", "-y" };
        foreach (var word in recipe.Arguments.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            if (word is not ['{', .. var name, '}'])
            {
                words.Add(word);
            }
            else if (await FilmBases.PathAsync(name) is { } source)
            {
                words.Add(source);
            }
            else
            {
                return $"this ffmpeg has no encoder for {name}";
            }
        }

        var (code, said) = await FilmTools.RunAsync("ffmpeg", [.. words, path]);
        if (code != 0)
        {
            return said.Split('\n')[0];
        }

        if (recipe.Operations.Length > 0)
        {
            await File.WriteAllBytesAsync(path, FilmSurgery.Apply(await File.ReadAllBytesAsync(path), recipe.Operations));
        }

        return null;
    }

    private static IEnumerable<(string Field, string What)> Differences(FilmRecipe recipe, MediaFacts facts, FilmTruth truth)
    {
        var isMp4 = truth.Container.Contains("mp4", StringComparison.Ordinal);
        if (isMp4 != facts.Format is MediaFormat.Mp4 or MediaFormat.Mov or MediaFormat.ThreeGp or MediaFormat.M4a)
        {
            yield return ("container", $"{facts.Format} instead of {truth.Container}");
        }

        if (!isMp4)
        {
            yield break;
        }

        foreach (var problem in facts.Problems.Where(problem => problem.IsFatal || (problem.Kind == MediaProblemKind.TrailingBytes && !recipe.Operations.Any(FilmSurgery.IsTail))))
        {
            yield return ("problem", problem.Message);
        }

        if (recipe.Operations.Any(FilmSurgery.IsTail) && !facts.Has(MediaProblemKind.TrailingBytes))
        {
            yield return ("problem", "what follows the film is not named");
        }

        if (truth.Seconds is null)
        {
            if (facts.Kind == MediaKind.Video)
            {
                yield return ("track", "a film where ffprobe finds none");
            }
        }
        else if (facts.Kind != MediaKind.Video)
        {
            yield return ("track", $"{facts.Kind} where ffprobe finds a film");
        }
        else
        {
            foreach (var difference in PictureDifferences(facts, truth))
            {
                yield return difference;
            }
        }

        if (facts.HasAudio != truth.SoundCodec is not null || (facts.AudioCodec is { } sound && !truth.SoundCodec!.StartsWith(sound, StringComparison.Ordinal)))
        {
            yield return ("sound", $"{facts.AudioCodec ?? "none"} instead of {truth.SoundCodec ?? "none"}");
        }
        else if (facts.HasAudio && (facts.SampleRate != truth.SampleRate || facts.Channels != truth.Channels))
        {
            yield return ("sound", $"{facts.SampleRate} Hz, {facts.Channels} channels instead of {truth.SampleRate} Hz, {truth.Channels} channels");
        }

        const double Packet = 0.1;
        var heard = facts.Kind == MediaKind.Video ? facts.SoundDuration : facts.Duration;
        if (facts.HasAudio && Math.Abs((heard?.TotalSeconds ?? 0) - truth.SoundSeconds!.Value) > Packet)
        {
            yield return ("sound length", $"{heard?.TotalSeconds:0.###} s instead of {truth.SoundSeconds:0.###} s");
        }

        // A film that a muxer has just written agrees with itself, so a warning would be a false alarm.
        if (recipe.Operations.Length == 0 && MediaRules.Check(VideoEditRoute.Video, "Film", facts, Contract).FirstOrDefault(static check => check.Rule.EndsWith(".lengths", StringComparison.Ordinal)) is { } alarm)
        {
            yield return ("alarm", alarm.Message);
        }
    }

    private static IEnumerable<(string Field, string What)> PictureDifferences(MediaFacts facts, FilmTruth truth)
    {
        const double Rounding = 0.005;
        if (Math.Abs((facts.Duration?.TotalSeconds ?? 0) - truth.Seconds!.Value) > truth.Frame + Rounding)
        {
            yield return ("length", $"{facts.Duration?.TotalSeconds:0.###} s instead of {truth.Seconds:0.###} s");
        }

        var isTurned = truth.Rotation is 90 or 270;
        var size = isTurned ? (truth.Height, truth.Width) : (truth.Width, truth.Height);
        if ((facts.Width, facts.Height) != size || facts.Rotation != truth.Rotation)
        {
            yield return ("size", $"{facts.Width} x {facts.Height} turned by {facts.Rotation} instead of {size} turned by {truth.Rotation}");
        }

        var pixel = isTurned ? 1 / truth.PixelRatio : truth.PixelRatio;
        if (Math.Abs((facts.PixelAspect?.Ratio ?? 1) - pixel) > 0.01)
        {
            yield return ("pixel", $"{facts.PixelAspect} instead of {pixel:0.###}");
        }

        if (facts.VideoCodec != truth.Codec)
        {
            yield return ("codec", $"{facts.VideoCodec} instead of {truth.Codec}");
        }

        if (truth.FrameRate is { } rate && Math.Abs((facts.FrameRate ?? 0) - rate) > rate * 0.02)
        {
            yield return ("frame rate", $"{facts.FrameRate:0.###} instead of {rate:0.###}");
        }
    }
}
