namespace Wan27.Engine.Tests.Media.Films;

/// <summary>The films of the comparison: every structure once by itself, then mixtures drawn with a seed.</summary>
internal static class FilmRecipes
{
    private static readonly string[] Muxings =
    [
        "", "-movflags +faststart", "-movflags frag_keyframe", "-movflags frag_keyframe+empty_moov", "-movflags frag_keyframe+empty_moov+default_base_moof",
        "-movflags frag_keyframe+empty_moov+separate_moof", "-movflags frag_keyframe+delay_moov", "-movflags frag_keyframe+delay_moov+separate_moof",
        "-movflags frag_every_frame+empty_moov", "-movflags frag_every_frame", "-movflags dash", "-movflags cmaf", "-movflags dash+global_sidx+frag_keyframe+default_base_moof", "-movflags frag_keyframe+empty_moov+global_sidx+default_base_moof",
        "-movflags frag_keyframe+omit_tfhd_offset", "-movflags frag_keyframe+skip_trailer", "-movflags frag_keyframe+empty_moov+isml", "-movflags negative_cts_offsets",
        "-movflags frag_keyframe+empty_moov+negative_cts_offsets", "-use_editlist 0", "-use_editlist 1 -movflags frag_keyframe+delay_moov", "-frag_duration 700000",
        "-frag_duration 500000 -movflags empty_moov", "-frag_size 2000", "-movflags rtphint", "-movie_timescale 600", "-movie_timescale 90000", "-video_track_timescale 600",
        "-video_track_timescale 90000 -movflags frag_keyframe+empty_moov", "-write_tmcd 1", "-movflags hybrid_fragmented", "-brand mp42", "-movflags disable_chpl+write_colr", "-moov_size 20000",
    ];

    private static readonly string[] Cuts =
    [
        "-ss 1 -i {h264}", "-ss 0.55 -i {h264}", "-ss 1.5 -i {plain} -t 0.8", "-i {h264} -t 1.7", "-itsoffset 0.5 -i {h264}", "-itsoffset -0.35 -i {h264}", "-itsoffset 2 -i {plain}",
        "-ss 1.2 -i {uneven}", "-ss 0.7 -i {ntsc} -t 1", "-ss 2.5 -i {slow}", "-ss 0.33 -i {fast} -t 0.5",
    ];

    private static readonly string[] Pictures = ["h264", "plain", "ntsc", "fast", "slow", "uneven", "wide", "long", "hevc", "mpeg4", "prores", "mjpeg", "vp9", "av1"];

    private static readonly string[] Sounds =
    [
        "-i {h264} -i {aac} -map 0:v -map 1:a", "-i {h264} -i {aac} -map 1:a -map 0:v", "-i {h264} -i {aac5} -map 0:v -map 1:a", "-i {h264} -i {aac1} -map 0:v -map 1:a",
        "-i {h264} -i {aac5} -map 1:a -map 0:v", "-i {h264} -i {aac} -i {aac5} -map 0:v -map 1:a -map 2:a", "-i {h264} -i {mp3} -map 0:v -map 1:a", "-i {h264} -i {ac3} -map 0:v -map 1:a -movflags delay_moov",
        "-i {h264} -itsoffset 0.4 -i {aac} -map 0:v -map 1:a", "-itsoffset 0.4 -i {h264} -i {aac} -map 0:v -map 1:a", "-i {long} -i {aac1} -map 0:v -map 1:a", "-i {aac} -map 0:a",
    ];

    private static readonly string[] Extras =
    [
        "-i {h264} -i {chapters} -map 0:v -map_metadata 1", "-i {h264} -i {aac} -i {chapters} -map 0:v -map 1:a -map_metadata 2", "-i {h264} -i {titles} -map 0:v -map 1:s -c:s mov_text",
        "-i {h264} -i {still} -map 0:v -map 1:v -disposition:v:1 attached_pic", "-i {h264} -i {still} -map 0:v -map 1:v", "-i {h264} -i {still} -map 1:v -map 0:v -disposition:v:0 0 -disposition:v:1 default",
        "-i {h264} -i {long} -map 0:v -map 1:v", "-i {h264} -i {long} -map 1:v -map 0:v", "-i {aac} -i {still} -map 0:a -map 1:v -disposition:v:0 attached_pic",
    ];

    /// <summary>Operations that need two picture tracks; the first is the longer, or a still.</summary>
    private static readonly string[] Doubles = ["first picture holds the chapters", "second picture holds the chapters", "second picture off"];

    /// <summary>Operations on what films in fragments have.</summary>
    private static readonly string[] Fragments = ["fragment header doubled", "fragments without times", "fragments of a broadcast", "segment index twice", "no segment index"];

    /// <summary>Operations that would break what points from fragments to their media, or need one index for all.</summary>
    private static readonly string[] Whole = ["media to the end", "large media", "first track off", "the first half", "longer than the media", "at half speed", "a delay, then all"];

    /// <summary>Extensions of the containers that take a picture.</summary>
    private static string[] Homes(string picture) => picture switch
    {
        "prores" => [".mov"],
        "mjpeg" => [".mp4", ".mov"],
        "vp9" or "av1" => [".mp4"],
        "hevc" => [".mp4", ".mov"],
        _ => [".mp4", ".mov", ".m4v", ".3gp"],
    };

    public static IEnumerable<FilmRecipe> Muxed()
        => Muxings.SelectMany(static (flags, i) => new[]
        {
            new FilmRecipe($"muxing {i}", ".mp4", $"-i {{h264}} -c copy {flags}"),
            new FilmRecipe($"muxing {i} with sound", i % 2 == 0 ? ".mp4" : ".mov", $"-i {{plain}} -i {{aac}} -map 0:v -map 1:a -c copy {flags}"),
        });

    public static IEnumerable<FilmRecipe> Coded()
        => Pictures.SelectMany(static name => Homes(name).Select(extension => new FilmRecipe($"{name} as {extension}", extension, $"-i {{{name}}} -c copy"))
            .Append(new FilmRecipe($"{name} in fragments", Homes(name)[0], $"-i {{{name}}} -c copy -movflags frag_keyframe"))
            .Append(new FilmRecipe($"{name} in one fragment", Homes(name)[0], $"-i {{{name}}} -c copy -movflags empty_moov+default_base_moof"))
            .Append(new FilmRecipe($"{name} as Matroska named MP4", ".mp4", $"-i {{{name}}} -c copy -f matroska"))
            .Append(new FilmRecipe($"{name} as AVI named MP4", ".mp4", $"-i {{{name}}} -c copy -f avi"))
            .Append(new FilmRecipe($"{name} as MPEG-TS named MP4", ".mp4", $"-i {{{name}}} -c copy -f mpegts")));

    public static IEnumerable<FilmRecipe> Cut()
        => Cuts.SelectMany(static (cut, i) => new[] { "", "-movflags frag_keyframe+delay_moov", "-movflags frag_keyframe" }
            .Select((flags, j) => new FilmRecipe($"cut {i}.{j}", ".mp4", $"{cut} -c copy {flags}")));

    public static IEnumerable<FilmRecipe> Sounding()
        => Sounds.SelectMany(static (sound, i) => new[] { "", "-movflags frag_keyframe+empty_moov" }.Select((flags, j) => new FilmRecipe($"sound {i}.{j}", ".mp4", $"{sound} -c copy {flags}"))
            .Append(new FilmRecipe($"sound {i} as MOV", ".mov", $"{sound} -c copy"))).Append(new FilmRecipe("sound uncompressed", ".mov", "-i {h264} -i {pcm} -map 0:v -map 1:a -c copy"))
            .Append(new FilmRecipe("sound of six channels", ".mov", "-i {h264} -i {pcm} -map 0:v -map 1:a -c:v copy -c:a pcm_s24le -ac 6 -ar 96000"));

    public static IEnumerable<FilmRecipe> Furnished()
        => Extras.SelectMany(static (extra, i) => new[] { ".mp4", ".mov" }.Select(extension => new FilmRecipe($"extra {i} as {extension}", extension, $"{extra} -c:v copy -c:a copy")));

    public static IEnumerable<FilmRecipe> Operated()
        => FilmSurgery.Names.SelectMany(static operation => Doubles.Contains(operation)
            ? [
                new FilmRecipe(operation, ".mov", "-i {h264} -i {long} -map 1:v -map 0:v -c copy", "all tracks on", operation),
                new FilmRecipe($"{operation}, a still in front", ".mov", "-i {still} -i {h264} -i {aac} -map 0:v -map 1:v -map 2:a -c copy", "all tracks on", operation),
            ]
            : Fragments.Contains(operation)
                ? [
                    new FilmRecipe(operation, ".mp4", "-i {plain} -i {aac} -map 0:v -map 1:a -c copy -movflags dash+frag_keyframe", operation),
                    new FilmRecipe($"{operation}, delayed index", ".mp4", "-i {h264} -c copy -movflags frag_keyframe+delay_moov+default_base_moof", operation),
                ]
                : new[]
                {
                    new FilmRecipe(operation, ".mp4", "-i {h264} -i {aac} -map 0:v -map 1:a -c copy", operation),
                    new FilmRecipe($"{operation}, fast start", ".mp4", "-i {plain} -c copy -movflags +faststart", operation),
                }.Concat(Whole.Contains(operation) || operation.StartsWith("index", StringComparison.Ordinal) || operation.Contains("front", StringComparison.Ordinal)
                    ? []
                    : [new FilmRecipe($"{operation}, in fragments", ".mp4", "-i {plain} -i {aac} -map 0:v -map 1:a -c copy -movflags frag_keyframe+empty_moov+default_base_moof", operation)]));

    /// <summary>Mixtures of everything, the same for the same seed.</summary>
    public static IEnumerable<FilmRecipe> Mixed(int seed, int count)
    {
        var random = new Random(seed);
        var plain = FilmSurgery.Names.Except(Doubles).Except(Fragments).Except(["media to the end", "at half speed", "first track off", "tracks reversed"]).ToArray();
        for (var i = 0; i < count; i++)
        {
            var isFragmented = random.Next(3) == 0;
            var picture = Pick(Pictures);
            var source = random.Next(4);
            var sources = source switch
            {
                0 => Pick(Cuts),
                1 => Pick(Sounds[..6]),
                2 => $"-i {{{picture}}}",
                _ => $"-i {{{picture}}} -i {{{Pick(["aac", "aac1", "aac5"])}}} -map 0:v -map 1:a",
            };
            var flags = isFragmented
                ? Pick([.. Muxings.Where(static flags => flags.Contains("frag_", StringComparison.Ordinal) && flags.Contains("moov", StringComparison.Ordinal))])
                : Pick(["", "-movflags +faststart", "-use_editlist 0", "-movie_timescale 600", "-movflags negative_cts_offsets"]);
            var operations = Enumerable.Range(0, random.Next(1, 4)).Select(_ => Pick(plain)).Distinct()
                .Where(operation => !isFragmented || FilmSurgery.IsTail(operation) || operation.StartsWith("turned", StringComparison.Ordinal) || operation.Contains("header", StringComparison.Ordinal))
                .OrderBy(static operation => operation is "media to the end" or "index to the end" ? 1 : 0).ToArray();
            if (operations.Contains("index to the end"))
            {
                // Nothing can follow a box that runs to the end of the file.
                operations = [.. operations.Where(static operation => !FilmSurgery.IsTail(operation))];
            }

            yield return new FilmRecipe($"mixture {i} of seed {seed}", Pick(source < 2 ? (string[])[".mp4", ".mov", ".m4v"] : [.. Homes(picture).Except([".3gp"])]), $"{sources} -c copy {flags}", operations);
        }

        T Pick<T>(IReadOnlyList<T> from) => from[random.Next(from.Count)];
    }
}
