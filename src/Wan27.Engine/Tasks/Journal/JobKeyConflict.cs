using System.Text;
using Wan27.Engine.Contract;
using Wan27.Engine.Records;

namespace Wan27.Engine.Tasks.Journal;

/// <summary>Explains that a job key stands for another request, with both shown.</summary>
internal static class JobKeyConflict
{
    public static WanException Explain(JournalEntry existing, JournalDraft draft)
    {
        var message = new StringBuilder($"The job key '{draft.JobKey}' stands for another request of profile '{draft.Bundle.Profile}' ({existing.Task.State}, task {existing.Task.TaskId ?? "not known yet"}).");
        message.Append(" There: ").Append(Show(existing.Task, existing.Task.Prompt, existing.Task.Request));
        message.Append(" Here: ").Append(Show(draft.Bundle, draft.Prompt, draft.Request));
        return ErrorFactory.Local(
            WanBoundary.Async,
            "JobKeyConflict",
            message.ToString(),
            "Use another -JobKey, or -Force to submit anew and be billed again.");
    }

    private static string Show(WanBundle bundle, string? prompt, IReadOnlyDictionary<string, object?> request)
    {
        var whole = new Dictionary<string, object?>(request, StringComparer.OrdinalIgnoreCase) { ["Route"] = bundle.Route, ["Model"] = bundle.Model };
        if (prompt is not null)
        {
            whole["Prompt"] = prompt;
        }

        return PlainJson.Write(whole) + ".";
    }
}
