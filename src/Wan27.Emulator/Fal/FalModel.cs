using Wan27.Emulator.Facades;

namespace Wan27.Emulator.Fal;

/// <summary>One endpoint of the Wan 2.7 family, as its published types describe it (fal-js, 2026-08-02).</summary>
/// <param name="Id">The id, which is the path as well.</param>
/// <param name="Fields">The fields of its input.</param>
internal sealed record FalModel(string Id, IReadOnlyList<FieldRule> Fields)
{
    private const string Family = "fal-ai/wan/v2.7/";
    private const int PromptCharacters = 5000;
    private const int NegativeCharacters = 500;

    private static readonly string[] Ratios = ["16:9", "9:16", "1:1", "4:3", "3:4"];

    private static readonly FieldRule Resolution = FieldRule.Word("resolution", "720p", "1080p");
    private static readonly FieldRule Ratio = FieldRule.Word("aspect_ratio", Ratios);
    private static readonly FieldRule Seed = FieldRule.Whole("seed", 0, int.MaxValue);
    private static readonly FieldRule Safety = FieldRule.Flag("enable_safety_checker");
    private static readonly FieldRule Expansion = FieldRule.Flag("enable_prompt_expansion");
    private static readonly FieldRule Negative = FieldRule.Text("negative_prompt", NegativeCharacters);
    private static readonly FieldRule Prompt = FieldRule.Text("prompt", PromptCharacters, required: true);
    private static readonly FieldRule Format = FieldRule.Word("output_format", "jpeg", "png", "webp");
    private static readonly FieldRule ImageSize = new("image_size", FieldType.Any);

    private static readonly FieldRule[] TextToImage = [Prompt, ImageSize, FieldRule.Whole("num_images", 1, 5), Negative, Format, Safety, Seed];

    private static readonly FieldRule[] Edit =
        [Prompt, FieldRule.Urls("image_urls", 4, 1, required: true), ImageSize, FieldRule.Whole("num_images", 1, 4), Negative, Expansion, Format, Safety, Seed];

    /// <summary>All of them, by id.</summary>
    public static IReadOnlyDictionary<string, FalModel> All { get; } = new FalModel[]
    {
        new(Family + "image-to-video",
        [
            FieldRule.Text("prompt", PromptCharacters), FieldRule.Url("image_url"), FieldRule.Url("end_image_url"), FieldRule.Url("video_url"), FieldRule.Url("audio_url"),
            Resolution, FieldRule.Whole("duration", 2, 15), Negative, Expansion, Safety, Seed,
        ]),
        new(Family + "text-to-video", [Prompt, Ratio, FieldRule.Url("audio_url"), Resolution, FieldRule.Whole("duration", 2, 15), Negative, Expansion, Safety, Seed]),
        new(Family + "edit-video",
        [
            Prompt, FieldRule.Url("video_url", required: true), FieldRule.Url("reference_image_url"), Resolution, Ratio, FieldRule.Whole("duration", 2, 10, also: 0),
            FieldRule.Word("audio_setting", "auto", "origin"), Safety, Seed,
        ]),
        new(Family + "reference-to-video",
        [
            Prompt, FieldRule.Urls("reference_image_urls", 5), FieldRule.Urls("reference_video_urls", 5), Ratio, Resolution, FieldRule.Whole("duration", 2, 10),
            FieldRule.Flag("multi_shots"), Negative, Safety, Seed,
        ]),
        new(Family + "text-to-image", TextToImage),
        new(Family + "pro/text-to-image", TextToImage),
        new(Family + "edit", Edit),
        new(Family + "pro/edit", Edit),
    }.ToDictionary(static model => model.Id);

    public string Name => Id[Family.Length..];

    public bool MakesPictures => Fields.Contains(Format);
}
