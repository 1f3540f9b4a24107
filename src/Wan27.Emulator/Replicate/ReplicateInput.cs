using System.Globalization;
using System.Text.Json;
using Wan27.Emulator.Facades;
using Wan27.Emulator.Media;
using Wan27.Emulator.Service;

namespace Wan27.Emulator.Replicate;

/// <summary>Reads the input of a model: what is to be made, or all that is wrong with it.</summary>
internal sealed class ReplicateInput(Premises premises)
{
    private const long Megabyte = 1024 * 1024;

    /// <summary>A data URI is for files up to this; a larger one goes through the files route.</summary>
    private const long DataBytes = 256 * 1024;

    private static readonly MediaBounds Picture = new([MediaFormat.JPEG, MediaFormat.PNG, MediaFormat.BMP, MediaFormat.WEBP], 20 * Megabyte);
    private static readonly MediaBounds Clip = new([MediaFormat.MP4, MediaFormat.MOV], 100 * Megabyte, 2, 10);
    private static readonly MediaBounds Sound = new([MediaFormat.WAV, MediaFormat.MP3], 15 * Megabyte, 2, 30);

    public async Task<TaskPlan> ReadAsync(ReplicateModel model, JsonElement input)
    {
        var fields = new BodyFields(input);
        var problems = fields.Check(model.Fields)
            .OrderBy(static problem => problem.Flaw == FieldFlaw.Missing ? 0 : 1)
            .Select(ReplicateAnswers.Of)
            .ToList();
        var facts = new Dictionary<string, MediaFacts?>();
        foreach (var (field, url) in Media(model, fields))
        {
            var look = await premises.Finder.LookAsync(url, DataBytes);
            if ((look.Flaw ?? BoundsOf(field).FlawOf(look.Facts)) is { } flaw)
            {
                problems.Add(ReplicateAnswers.Of(field, flaw));
            }

            facts[field] = look.Facts;
        }

        if (model.Name == "wan-2.7-i2v" && problems.Count == 0 && fields.Any("first_frame") is null == fields.Any("first_clip") is null)
        {
            problems.Add(("number_one_of", "first_frame", "Exactly one of first_frame and first_clip must be given"));
        }

        return problems.Count > 0 ? throw ReplicateAnswers.Invalid(problems) : Plan(model, fields, facts);
    }

    private static IEnumerable<(string Field, string Url)> Media(ReplicateModel model, BodyFields fields)
        => model.Fields.Where(static rule => rule.Type is FieldType.Url or FieldType.Urls)
            .SelectMany(rule => (rule.Type == FieldType.Urls ? fields.Texts(rule.Name) : fields.Text(rule.Name) is { } url ? [url] : []).Select(url => (rule.Name, url)));

    private static MediaBounds BoundsOf(string field)
        => field switch
        {
            "audio" => Sound,
            "video" or "first_clip" or "reference_videos" => Clip,
            _ => Picture,
        };

    private TaskPlan Plan(ReplicateModel model, BodyFields fields, Dictionary<string, MediaFacts?> facts)
    {
        var prompt = fields.Text("prompt") ?? "";
        if (model.MakesPictures)
        {
            var (width, height) = SizeOf(fields.Text("size") ?? "2K");
            return new ImagePlan(model.Id, prompt, width, height, fields.Whole("num_outputs") ?? 1, fields.Flag("image_set_mode") == true, [], InputTokens: 0);
        }

        var tier = fields.Text("resolution") == "720p" ? "720P" : "1080P";
        var ratio = fields.Text("aspect_ratio") is { } named && named != "auto" ? named : null;
        var duration = fields.Whole("duration");
        return model.Name switch
        {
            "wan-2.7-videoedit" => ClipShape.OfEdit(premises.Contract, model.Id, prompt, tier, ratio, facts.GetValueOrDefault("video"), duration),
            "wan-2.7-i2v" => ClipShape.Of(premises.Contract, model.Id, prompt, tier, null, facts.GetValueOrDefault("first_frame") ?? facts.GetValueOrDefault("first_clip"), duration ?? 5),
            _ => ClipShape.Of(premises.Contract, model.Id, prompt, tier, ratio ?? "16:9", null, duration ?? 5),
        };
    }

    private static (int Width, int Height) SizeOf(string size)
        => size switch
        {
            "1K" => (1024, 1024),
            "2K" => (2048, 2048),
            "4K" => (4096, 4096),
            _ => size.Split('*') is [var width, var height]
                ? (int.Parse(width, CultureInfo.InvariantCulture), int.Parse(height, CultureInfo.InvariantCulture))
                : throw new InvalidOperationException("A size that the rules let pass."),
        };
}
