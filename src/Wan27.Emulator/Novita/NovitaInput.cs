using System.Text.Json;
using Wan27.Emulator.Facades;
using Wan27.Emulator.Media;
using Wan27.Emulator.Service;

namespace Wan27.Emulator.Novita;

/// <summary>Reads the flat body of a route; the first thing that is wrong is told.</summary>
internal sealed class NovitaInput(Premises premises)
{
    private const long Megabyte = 1024 * 1024;
    private const int MaxMedia = 5;
    private const int MaxVideos = 3;

    private static readonly MediaBounds Picture = new([MediaFormat.JPEG, MediaFormat.PNG, MediaFormat.BMP, MediaFormat.WEBP], 20 * Megabyte);
    private static readonly MediaBounds Clip = new([MediaFormat.MP4, MediaFormat.MOV], 100 * Megabyte, 2, 10);
    private static readonly MediaBounds Sound = new([MediaFormat.WAV, MediaFormat.MP3], 15 * Megabyte, 2, 30);

    public async Task<TaskPlan> ReadAsync(NovitaRoute route, JsonElement body)
    {
        var fields = new BodyFields(body);
        if (fields.Check(route.Fields).OrderBy(static problem => problem.Flaw == FieldFlaw.Missing ? 1 : 0).FirstOrDefault() is { } problem)
        {
            throw NovitaAnswers.Invalid(NovitaAnswers.TextOf(problem));
        }

        if (route.Name == "wan2.7-i2v" && fields.Any("image_url") is null == fields.Any("first_clip_url") is null)
        {
            throw NovitaAnswers.Invalid("exactly one of image_url and first_clip_url is required");
        }

        var facts = new Dictionary<string, MediaFacts?>();
        foreach (var (field, url, bounds) in Media(route, fields))
        {
            // Only addresses that its machines can reach; nothing is uploaded to Novita.
            var look = await premises.Finder.LookAsync(url, dataBytes: 0);
            if ((look.Flaw ?? bounds.FlawOf(look.Facts)) is { } flaw)
            {
                throw NovitaAnswers.Of(field, flaw);
            }

            facts[field] = look.Facts;
        }

        return Plan(route, fields, facts);
    }

    private static IEnumerable<(string Field, string Url, MediaBounds Bounds)> Media(NovitaRoute route, BodyFields fields)
        => route.Fields.Where(static rule => rule.Type == FieldType.Url)
            .Where(rule => fields.Any(rule.Name) is not null)
            .Select(rule => (rule.Name, fields.Text(rule.Name)!, rule.Name switch
            {
                "video_url" or "first_clip_url" => Clip,
                "audio_url" or "driving_audio_url" => Sound,
                _ => Picture,
            }))
            .Concat(route.Name == "wan2.7-r2v" ? References(fields.Any("media")!.Value) : []);

    private static List<(string Field, string Url, MediaBounds Bounds)> References(JsonElement media)
    {
        if (media.ValueKind != JsonValueKind.Array || media.GetArrayLength() is < 1 or > MaxMedia)
        {
            throw NovitaAnswers.Invalid($"media must be a list of 1 to {MaxMedia} items");
        }

        var found = new List<(string, string, MediaBounds)>();
        foreach (var item in media.EnumerateArray())
        {
            FieldRule[] rules = [FieldRule.Word("type", "reference_image", "reference_video") with { IsRequired = true }, FieldRule.Url("url", required: true), FieldRule.Url("reference_voice")];
            if (item.ValueKind != JsonValueKind.Object)
            {
                throw NovitaAnswers.Invalid("media must hold objects");
            }

            var fields = new BodyFields(item);
            if (fields.Check(rules) is [var problem, ..])
            {
                throw NovitaAnswers.Invalid("media: " + NovitaAnswers.TextOf(problem));
            }

            var isVideo = fields.Text("type") == "reference_video";
            found.Add((isVideo ? "reference video" : "reference image", fields.Text("url")!, isVideo ? Clip : Picture));
            if (fields.Text("reference_voice") is { } voice)
            {
                found.Add(("reference_voice", voice, Sound));
            }
        }

        return found.Count(static item => item.Item1 == "reference video") <= MaxVideos ? found : throw NovitaAnswers.Invalid($"media must hold at most {MaxVideos} videos");
    }

    private ClipPlan Plan(NovitaRoute route, BodyFields fields, Dictionary<string, MediaFacts?> facts)
    {
        var prompt = fields.Text("prompt") ?? "";
        var tier = fields.Text("resolution") ?? "1080P";
        var duration = fields.Whole("duration");
        return route.Name switch
        {
            "wan2.7-videoedit" => ClipShape.OfEdit(premises.Contract, route.Name, prompt, tier, fields.Text("ratio"), facts.GetValueOrDefault("video_url"), duration),
            "wan2.7-i2v" => ClipShape.Of(premises.Contract, route.Name, prompt, tier, null, facts.GetValueOrDefault("image_url") ?? facts.GetValueOrDefault("first_clip_url"), duration ?? 5),
            _ => ClipShape.OfSize(route.Name, prompt, fields.Text("size") ?? "1920*1080", duration ?? 5),
        };
    }
}
