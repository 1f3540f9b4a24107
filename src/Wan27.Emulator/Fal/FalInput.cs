using System.Text.Json;
using System.Text.Json.Nodes;
using Wan27.Emulator.Facades;
using Wan27.Emulator.Media;
using Wan27.Emulator.Service;

namespace Wan27.Emulator.Fal;

/// <summary>Reads the input of a model as its runner would: what is to be made, or all that is wrong with it.</summary>
internal sealed class FalInput(Premises premises)
{
    private const long Megabyte = 1024 * 1024;

    /// <summary>Some models take data URIs; the pages of these do not say so.</summary>
    private const long DataBytes = 0;

    private static readonly MediaBounds Picture = new([MediaFormat.JPEG, MediaFormat.PNG, MediaFormat.BMP, MediaFormat.WEBP], 20 * Megabyte);
    private static readonly MediaBounds Clip = new([MediaFormat.MP4, MediaFormat.MOV], 100 * Megabyte, 2, 10);
    private static readonly MediaBounds Sound = new([MediaFormat.WAV, MediaFormat.MP3], 15 * Megabyte, 2, 30);
    private static readonly MediaBounds SoundOfText = Sound with { MinSeconds = 3 };

    private static readonly Dictionary<string, (int Width, int Height)> Presets = new()
    {
        ["square_hd"] = (1024, 1024),
        ["square"] = (512, 512),
        ["portrait_4_3"] = (768, 1024),
        ["portrait_16_9"] = (576, 1024),
        ["landscape_4_3"] = (1024, 768),
        ["landscape_16_9"] = (1024, 576),
    };

    public async Task<(TaskPlan Plan, IReadOnlyList<JsonNode> Problems)> ReadAsync(FalModel model, JsonElement body)
    {
        var fields = new BodyFields(body);
        var problems = new List<JsonNode>(fields.Check(model.Fields).Select(FalProblem.Of));
        var facts = new Dictionary<string, MediaFacts?>();
        foreach (var (field, url, bounds) in Media(model, fields))
        {
            var look = await premises.Finder.LookAsync(url, DataBytes);
            if ((look.Flaw ?? bounds.FlawOf(look.Facts)) is { } flaw)
            {
                problems.Add(FalProblem.Of(field, flaw));
            }

            facts[field] = look.Facts;
        }

        if (model.Name == "image-to-video" && fields.Any("image_url") is null == fields.Any("video_url") is null)
        {
            problems.Add(FalProblem.Value("image_url", "Exactly one of image_url and video_url must be given"));
        }

        TaskPlan plan = model.MakesPictures ? Pictures(model, fields, problems) : Film(model, fields, facts);
        return (plan, problems);
    }

    private static IEnumerable<(string Field, string Url, MediaBounds Bounds)> Media(FalModel model, BodyFields fields)
    {
        foreach (var rule in model.Fields.Where(static rule => rule.Type is FieldType.Url or FieldType.Urls))
        {
            var bounds = rule.Name switch
            {
                "audio_url" => model.Name == "text-to-video" ? SoundOfText : Sound,
                "video_url" or "reference_video_urls" => Clip,
                _ => Picture,
            };
            foreach (var url in rule.Type == FieldType.Url ? fields.Text(rule.Name) is { } one ? [one] : [] : fields.Texts(rule.Name))
            {
                yield return (rule.Name, url, bounds);
            }
        }
    }

    private static ImagePlan Pictures(FalModel model, BodyFields fields, List<JsonNode> problems)
    {
        var (width, height) = SizeOf(fields, problems);
        var count = fields.Whole("num_images") ?? 1;
        return new ImagePlan(model.Id, fields.Text("prompt") ?? "", width, height, Math.Clamp(count, 1, 5), Sequential: false, [], InputTokens: 0)
        {
            Format = fields.Text("output_format") switch { "png" => "png", "webp" => "webp", _ => "jpeg" },
        };
    }

    private static (int Width, int Height) SizeOf(BodyFields fields, List<JsonNode> problems)
    {
        const int largest = 4096;
        if (fields.Any("image_size") is not { } size)
        {
            return Presets["square_hd"];
        }

        if (size.ValueKind == JsonValueKind.String && Presets.TryGetValue(size.GetString()!, out var preset))
        {
            return preset;
        }

        if (size.ValueKind == JsonValueKind.Object)
        {
            var sides = new BodyFields(size);
            if (sides.Check([FieldRule.Whole("width", 1, largest) with { IsRequired = true }, FieldRule.Whole("height", 1, largest) with { IsRequired = true }]).Count == 0)
            {
                return (sides.Whole("width")!.Value, sides.Whole("height")!.Value);
            }
        }

        problems.Add(FalProblem.Entry("image_size", $"Input should be {string.Join(", ", Presets.Keys.Select(static name => $"'{name}'"))} or an object of width and height", "literal_error", size));
        return Presets["square_hd"];
    }

    private ClipPlan Film(FalModel model, BodyFields fields, Dictionary<string, MediaFacts?> facts)
    {
        var tier = fields.Text("resolution") == "720p" ? "720P" : "1080P";
        var prompt = fields.Text("prompt") ?? "";
        var ratio = fields.Text("aspect_ratio") is { } asked && model.Fields.Any(rule => rule.Words.Contains(asked)) ? asked : null;
        var duration = fields.Whole("duration");
        return model.Name switch
        {
            "edit-video" => ClipShape.OfEdit(premises.Contract, model.Id, prompt, tier, ratio, facts.GetValueOrDefault("video_url"), duration),
            "image-to-video" => ClipShape.Of(premises.Contract, model.Id, prompt, tier, null, facts.GetValueOrDefault("image_url") ?? facts.GetValueOrDefault("video_url"), duration ?? 5),
            _ => ClipShape.Of(premises.Contract, model.Id, prompt, tier, ratio ?? "16:9", null, duration ?? 5),
        };
    }
}
