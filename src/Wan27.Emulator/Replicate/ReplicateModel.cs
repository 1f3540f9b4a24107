using Wan27.Emulator.Facades;

namespace Wan27.Emulator.Replicate;

/// <summary>One model of <c>wan-video</c>, with the inputs that its page and its clients name (November 2026).</summary>
/// <param name="Id">Owner and name.</param>
/// <param name="Fields">The fields of its input.</param>
internal sealed record ReplicateModel(string Id, IReadOnlyList<FieldRule> Fields)
{
    private const string Owner = "wan-video/";

    private static readonly string[] Ratios = ["16:9", "9:16", "1:1", "4:3", "3:4"];

    // A probe of November 2026 found this list; whether other sizes pass is not known, so that they do not pass here.
    private static readonly string[] Sizes =
    [
        "1K", "2K", "1024*1024", "2048*2048", "1280*720", "720*1280", "2048*1152", "1152*2048", "1024*768", "768*1024", "2048*1536", "1536*2048",
    ];

    private static readonly FieldRule Resolution = FieldRule.Word("resolution", "720p", "1080p");
    private static readonly FieldRule Ratio = FieldRule.Word("aspect_ratio", Ratios);
    private static readonly FieldRule Seed = FieldRule.Whole("seed", 0, int.MaxValue);
    private static readonly FieldRule Expansion = FieldRule.Flag("enable_prompt_expansion");
    private static readonly FieldRule Negative = FieldRule.Text("negative_prompt");
    private static readonly FieldRule Prompt = FieldRule.Text("prompt", required: true);

    /// <summary>All of them, by id.</summary>
    public static IReadOnlyDictionary<string, ReplicateModel> All { get; } = new ReplicateModel[]
    {
        new(Owner + "wan-2.7-i2v",
        [
            FieldRule.Text("prompt"), Negative, FieldRule.Url("first_frame"), FieldRule.Url("last_frame"), FieldRule.Url("first_clip"), FieldRule.Url("audio"), Resolution,
            FieldRule.Whole("duration", 2, 15), Expansion, Seed,
        ]),
        new(Owner + "wan-2.7-t2v", [Prompt, Negative, FieldRule.Url("audio"), Resolution, Ratio, FieldRule.Whole("duration", 2, 15), Expansion, Seed]),
        new(Owner + "wan-2.7-videoedit",
        [
            FieldRule.Url("video", required: true), Prompt, FieldRule.Url("reference_image"), Resolution, FieldRule.Word("aspect_ratio", ["auto", .. Ratios]),
            FieldRule.Whole("duration", 2, 10), FieldRule.Word("audio_setting", "auto", "origin"), Seed,
        ]),
        new(Owner + "wan-2.7-r2v",
        [
            Prompt, FieldRule.Urls("reference_images", 5), FieldRule.Urls("reference_videos", 5), Negative, Resolution, Ratio, FieldRule.Whole("duration", 2, 10),
            FieldRule.Word("shot_type", "single", "multi"), Seed,
        ]),
        new(Owner + "wan-2.7-image", Image([])),
        new(Owner + "wan-2.7-image-pro", Image(["4K", "4096*4096"])),
    }.ToDictionary(static model => model.Id);

    public string Name => Id[Owner.Length..];

    public bool MakesPictures => Name.StartsWith("wan-2.7-image", StringComparison.Ordinal);

    private static FieldRule[] Image(string[] more)
        =>
        [
            Prompt, FieldRule.Urls("images", 9), FieldRule.Word("size", [.. Sizes, .. more]), FieldRule.Whole("num_outputs", 1, 4),
            FieldRule.Flag("image_set_mode"), FieldRule.Flag("thinking_mode"), Seed,
        ];
}
