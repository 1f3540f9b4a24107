using Wan27.Engine.Records;
using Wan27.Engine.Tasks.Journal;

namespace Wan27.Engine.Tests.Tasks;

/// <summary>Submits as they come from a script.</summary>
internal static class Drafts
{
    public static readonly WanBundle Bundle = new()
    {
        Profile = "main",
        Provider = "DashScope",
        Route = WanRoutes.ImageToVideo,
        Model = "wan2.7-i2v",
        Region = WanRegion.Singapore,
        Endpoint = "https://dashscope-intl.aliyuncs.com",
        KeySource = "variable DASHSCOPE_API_KEY",
    };

    public static JournalDraft For(string? jobKey, int duration = 5, string profile = "main")
    {
        var request = new Dictionary<string, object?> { ["Duration"] = duration, ["FirstFrame"] = "/in/fox.png", ["Options"] = new[] { "a", "b" } };
        return new JournalDraft
        {
            Bundle = Bundle with { Profile = profile },
            JobKey = jobKey,
            Prompt = "A fox runs",
            Request = request,
            RequestHash = PlainJson.Hash(WanRoutes.ImageToVideo, "wan2.7-i2v", request),
        };
    }

    public static async Task<JournalEntry> SubmitAsync(ITaskJournal journal, string? jobKey, string taskId)
    {
        var reservation = await journal.ReserveAsync(For(jobKey));
        return await journal.MarkSubmittedAsync(reservation.Entry.LocalId, taskId, "request-" + taskId);
    }

    public static async Task SubmitManyAsync(ITaskJournal journal, string prefix, int count)
    {
        for (var number = 0; number < count; number++)
        {
            var entry = await SubmitAsync(journal, $"{prefix}-{number}", $"task-{prefix}-{number}");
            await journal.UpdateAsync(entry.LocalId, new JournalUpdate { State = WanTaskState.Polling, ProviderStatus = "RUNNING" });
            await journal.UpdateAsync(entry.LocalId, new JournalUpdate { State = WanTaskState.Completed, ProviderStatus = "SUCCEEDED" });
        }
    }
}
