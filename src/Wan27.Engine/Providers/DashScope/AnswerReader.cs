using System.Globalization;
using System.Text.Json;
using Wan27.Engine.Contract;
using Wan27.Engine.Media;
using Wan27.Engine.Records;

namespace Wan27.Engine.Providers.DashScope;

/// <summary>Reads the service's answers leniently: numbers as ints, floats or strings, errors flat or nested, absent fields.</summary>
internal sealed class AnswerReader(ContractView contract)
{
    /// <summary>The answer to a task query.</summary>
    /// <param name="root">The answer.</param>
    /// <param name="now">Reckoned from when neither the result nor the task tells a time.</param>
    public TaskAnswer ReadTask(JsonElement root, DateTimeOffset now)
    {
        var requestId = RequestId(root);
        if (!HasStatus(root))
        {
            if (ErrorCode(root) is { } code)
            {
                return new TaskAnswer
                {
                    State = WanTaskState.Failed,
                    Status = DashScopeWords.Failed,
                    RequestId = requestId,
                    Error = DashScopeErrors.Table.OfFailedTask(code, ErrorMessage(root), requestId),
                };
            }

            throw new InvalidDataException("The answer has neither a task status nor an error.");
        }

        var output = root.GetProperty("output");
        var status = Text(output, "task_status")!;
        var images = ReadImageUrls(output);
        var video = Text(output, "video_url");
        var ended = Time(output, "end_time");
        IReadOnlyList<string> urls = video is null ? images : [video];
        return new TaskAnswer
        {
            State = DashScopeWords.StateOf(status),
            UrlExpiresAt = urls.Count == 0 ? null : urls.Min(url => ExpiryOf(url, ended ?? now)),
            TaskId = Text(output, "task_id"),
            Status = status,
            RequestId = requestId,
            SubmittedAt = Time(output, "submit_time"),
            ScheduledAt = Time(output, "scheduled_time"),
            EndedAt = ended,
            OriginalPrompt = Prose(output, "orig_prompt"),
            VerbatimPrompt = Raw(output, "orig_prompt"),
            Ratio = root.TryGetProperty("usage", out var usage) ? Text(usage, "ratio") : null,
            VideoUrl = video,
            ImageUrls = images,
            Usage = ReadUsage(root),
            Error = status == DashScopeWords.Failed
                ? DashScopeErrors.Table.OfFailedTask(ErrorCode(output) ?? ErrorCode(root), ErrorMessage(output) ?? ErrorMessage(root), requestId)
                : null,
        };
    }

    /// <summary>True for an answer that tells how a task is.</summary>
    public static bool HasStatus(JsonElement root)
        => root.ValueKind == JsonValueKind.Object && root.TryGetProperty("output", out var output) && Text(output, "task_status") is not null;

    /// <summary>The task id as it was sent, if it can be one: cleaned of what does not belong in it, it would be another.</summary>
    public static string? TaskId(JsonElement output) => Raw(output, "task_id") is { } id && TaskIdForm.Fits(id) ? id : null;

    /// <summary>Result pictures: every image content of every choice, in order.</summary>
    public static IReadOnlyList<string> ReadImageUrls(JsonElement output)
    {
        var urls = new List<string>();
        foreach (var choice in AnswerJson.Items(output, "choices"))
        {
            if (choice.ValueKind == JsonValueKind.Object && choice.TryGetProperty("message", out var message))
            {
                urls.AddRange(AnswerJson.Items(message, "content").Select(static content => Text(content, "image")).OfType<string>());
            }
        }

        return urls;
    }

    public static WanUsage? ReadUsage(JsonElement root)
    {
        if (!root.TryGetProperty("usage", out var usage) || usage.ValueKind != JsonValueKind.Object)
        {
            return null;
        }

        if (Number(usage, "image_count") is { } pictures)
        {
            return new WanUsage
            {
                BilledUnits = pictures,
                Unit = "picture",
                ImageCount = (int)pictures,
                Size = Text(usage, "size"),
                TotalTokens = (int?)Number(usage, "total_tokens"),
            };
        }

        return new WanUsage
        {
            BilledUnits = Number(usage, "duration") ?? 0,
            Unit = "second",
            Duration = Number(usage, "duration"),
            InputVideoDuration = Number(usage, "input_video_duration"),
            OutputVideoDuration = Number(usage, "output_video_duration"),
            VideoCount = (int?)Number(usage, "video_count"),
            Resolution = Lines(Text(usage, "SR")) is { } lines ? string.Create(CultureInfo.InvariantCulture, $"{lines:0}P") : null,
        };
    }

    /// <summary>When a signed URL dies: its own figure, else the contract's validity from when it was made.</summary>
    public DateTimeOffset ExpiryOf(string url, DateTimeOffset madeAt) => SignedUrl.Read(url).End ?? madeAt + contract.Hours("result.url.valid.hours");

    /// <summary>The code of an error: flat, or as newer services nest it in <c>error</c> (contract section 12, row 30).</summary>
    public static string? ErrorCode(JsonElement element)
        => Text(element, "code") is { Length: > 0 } flat ? flat
            : Nested(element) is { } error ? Text(error, "code") ?? Text(error, "type")
            : null;

    /// <summary>The message of an error, flat or nested.</summary>
    public static string? ErrorMessage(JsonElement element)
        => Prose(element, "message") is { Length: > 0 } flat ? flat
            : Nested(element) is { } error ? Prose(error, "message")
            : Prose(element, "error");

    /// <summary>The id that the provider asks for in a complaint, in either spelling, beside the error or in it.</summary>
    public static string? RequestId(JsonElement element)
        => Text(element, "request_id") ?? Text(element, "requestId")
            ?? (Nested(element) is { } error ? Text(error, "request_id") ?? Text(error, "requestId") : null);

    /// <summary>A text of one line, without what could steer a terminal; numbers count as text.</summary>
    public static string? Text(JsonElement element, string name) => Raw(element, name) is { } text ? ServerText.Line(text) : null;

    /// <summary>A text that keeps its lines.</summary>
    public static string? Prose(JsonElement element, string name) => Raw(element, name) is { } text ? ServerText.Prose(text) : null;

    public static double? Number(JsonElement element, string name)
        => double.TryParse(Raw(element, name), NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number) ? number : null;

    private static JsonElement? Nested(JsonElement element)
        => element.ValueKind == JsonValueKind.Object && element.TryGetProperty("error", out var error) && error.ValueKind == JsonValueKind.Object ? error : null;

    /// <summary>Lines of a picture, which some answers write as a tier (<c>720P</c>).</summary>
    private static double? Lines(string? text)
        => double.TryParse(text.AsSpan().Trim().TrimEnd("pP"), NumberStyles.Float, CultureInfo.InvariantCulture, out var lines) && double.IsFinite(lines) ? lines : null;

    private static string? Raw(JsonElement element, string name)
        => element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var value)
            ? value.ValueKind switch
            {
                JsonValueKind.String => value.GetString(),
                JsonValueKind.Number => value.GetRawText(),
                _ => null,
            }
            : null;

    /// <summary>A time of the service; one at the ends of the calendar is none, and could not be reckoned with.</summary>
    private DateTimeOffset? Time(JsonElement element, string name)
        => DateTime.TryParse(Text(element, name), CultureInfo.InvariantCulture, DateTimeStyles.None, out var time) && time.Year is > 1970 and < 9000
            ? new DateTimeOffset(DateTime.SpecifyKind(time, DateTimeKind.Unspecified), contract.Hours("task.time.utcOffset.hours")).ToUniversalTime()
            : null;
}
