using Wan27.Emulator.Facades;

namespace Wan27.Emulator.Novita;

/// <summary>One of the four asynchronous routes of Wan 2.7, as its reference page has it (2026).</summary>
/// <param name="Name">The last part of the path.</param>
/// <param name="TaskType">What results call it.</param>
/// <param name="Fields">The fields of the flat body.</param>
internal sealed record NovitaRoute(string Name, string TaskType, IReadOnlyList<FieldRule> Fields)
{
    private const int PromptCharacters = 5000;
    private const int ShortPromptCharacters = 1500;
    private const int NegativeCharacters = 500;

    private static readonly string[] Ratios = ["16:9", "9:16", "1:1", "4:3", "3:4"];

    private static readonly string[] Sizes =
    [
        "1920*1080", "1280*720", "720*1280", "960*960", "1088*832", "832*1088", "1080*1920", "1440*1440", "1632*1248", "1248*1632",
    ];

    private static readonly FieldRule Negative = FieldRule.Text("negative_prompt", NegativeCharacters);
    private static readonly FieldRule Resolution = FieldRule.Word("resolution", "720P", "1080P");
    private static readonly FieldRule Size = FieldRule.Word("size", Sizes);
    private static readonly FieldRule Seed = FieldRule.Whole("seed", 0, int.MaxValue);
    private static readonly FieldRule Extend = FieldRule.Flag("prompt_extend");
    private static readonly FieldRule Watermark = FieldRule.Flag("watermark");

    /// <summary>All of them, by name.</summary>
    public static IReadOnlyDictionary<string, NovitaRoute> All { get; } = new NovitaRoute[]
    {
        new("wan2.7-i2v", "WAN_2_7_I2V",
        [
            FieldRule.Text("prompt", PromptCharacters), FieldRule.Url("image_url"), FieldRule.Url("first_clip_url"), FieldRule.Url("last_frame_url"), FieldRule.Url("driving_audio_url"),
            Resolution, FieldRule.Whole("duration", 2, 15), Negative, Extend, Watermark, Seed,
        ]),
        new("wan2.7-videoedit", "WAN_2_7_VIDEOEDIT",
        [
            FieldRule.Text("prompt", PromptCharacters), FieldRule.Url("video_url", required: true), FieldRule.Url("reference_image_url"), FieldRule.Url("reference_image_url_2"),
            FieldRule.Url("reference_image_url_3"), FieldRule.Word("ratio", Ratios), Resolution, FieldRule.Whole("duration", 2, 10, also: 0),
            FieldRule.Word("audio_setting", "auto", "origin"), Negative, Extend, Watermark, Seed,
        ]),
        new("wan2.7-t2v", "WAN_2_7_T2V",
        [
            FieldRule.Text("prompt", ShortPromptCharacters, required: true), Size, FieldRule.Whole("duration", 2, 15), FieldRule.Url("audio_url"), Negative, Extend, Watermark, Seed,
        ]),
        new("wan2.7-r2v", "WAN_2_7_R2V",
        [
            FieldRule.Text("prompt", PromptCharacters, required: true), new("media", FieldType.Any) { IsRequired = true }, Size, FieldRule.Whole("duration", 2, 10), FieldRule.Flag("audio"),
            FieldRule.Word("shot_type", "single", "multi"), Negative, Watermark, Seed,
        ]),
    }.ToDictionary(static route => route.Name);
}
