using System.Globalization;
using System.Text.Json.Nodes;

namespace Wan27.Emulator.Service;

/// <summary>Writes results and usage as the service's pages print them.</summary>
internal static class TaskReport
{
    /// <summary>Plain pictures come as one choice each, a set as one choice with several contents.</summary>
    public static JsonObject Choices(ImagePlan plan, IReadOnlyList<string> urls)
    {
        var groups = plan.Sequential ? [urls] : urls.Select(static url => (IReadOnlyList<string>)[url]);
        return new()
        {
            ["choices"] = new JsonArray([.. groups.Select(static group => new JsonObject
            {
                ["finish_reason"] = "stop",
                ["message"] = new JsonObject
                {
                    ["role"] = "assistant",
                    ["content"] = new JsonArray([.. group.Select(static url => new JsonObject { ["type"] = "image", ["image"] = url })]),
                },
            })]),
            ["finished"] = true,
        };
    }

    public static JsonObject Usage(TaskPlan plan)
        => plan switch
        {
            ImagePlan image => new()
            {
                ["image_count"] = image.Count,
                ["size"] = $"{image.Width}*{image.Height}",
                ["input_tokens"] = image.InputTokens,
                ["output_tokens"] = 2 * image.Count,
                ["total_tokens"] = image.InputTokens + (2 * image.Count),
            },
            ClipPlan clip => Usage(clip),
            _ => throw new InvalidOperationException("A plan of an unknown kind."),
        };

    private static JsonObject Usage(ClipPlan clip)
    {
        var usage = clip.WholeSeconds
            ? new JsonObject
            {
                ["duration"] = (int)(clip.Seconds + clip.InputSeconds),
                ["input_video_duration"] = (int)clip.InputSeconds,
                ["output_video_duration"] = (int)clip.Seconds,
            }
            : new JsonObject
            {
                ["duration"] = Math.Round(clip.Seconds + clip.InputSeconds, 2),
                ["input_video_duration"] = clip.InputSeconds,
                ["output_video_duration"] = clip.Seconds,
            };
        usage["video_count"] = 1;
        if (clip.Ratio is not null)
        {
            usage["ratio"] = clip.Ratio;
        }

        usage["SR"] = clip.Tier;
        return usage;
    }

    public static string Time(DateTimeOffset time, ContractNumbers contract)
        => time.ToOffset(TimeSpan.FromHours(contract.Number("task.time.utcOffset.hours"))).ToString("yyyy-MM-dd HH:mm:ss.fff", CultureInfo.InvariantCulture);
}
