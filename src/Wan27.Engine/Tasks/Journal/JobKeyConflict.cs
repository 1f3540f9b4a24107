using System.Text.Json;
using Wan27.Engine.Contract;
using Wan27.Engine.Records;

namespace Wan27.Engine.Tasks.Journal;

/// <summary>Explains that a job key stands for another request: what differs, there and here.</summary>
internal static class JobKeyConflict
{
    // Of a long text, what stands before and after the first difference.
    private const int Before = 20;
    private const int Longest = 120;

    public static WanException Explain(JournalEntry existing, JournalDraft draft)
    {
        var there = Whole(existing.Task, existing.Task.Prompt, existing.Task.Request);
        var here = Whole(draft.Bundle, draft.Prompt, draft.Request);
        return AsyncErrors.JobKeyConflict(draft.JobKey!, draft.Bundle.Profile, existing.Task.State, existing.Task.TaskId ?? "not known yet", Difference(there, here));
    }

    private static string Difference(Dictionary<string, string> there, Dictionary<string, string> here)
    {
        var differing = there.Keys.Union(here.Keys, StringComparer.OrdinalIgnoreCase)
            .Select(name => (Name: name, There: there.GetValueOrDefault(name), Here: here.GetValueOrDefault(name)))
            .Where(static field => field.There != field.Here)
            .Select(static field => $"{field.Name}: {Shown(field.There, field.Here)} -> {Shown(field.Here, field.There)}")
            .ToArray();
        return differing.Length > 0 ? $"There -> here: {string.Join("; ", differing)}."
            : here.ContainsKey("media") ? "The words are the same; a media file has other content than when it was submitted."
            : "What differs is not kept in the journal and cannot be shown.";
    }

    private static Dictionary<string, string> Whole(WanBundle bundle, string? prompt, IReadOnlyDictionary<string, object?> request)
    {
        var whole = new Dictionary<string, object?>(request, StringComparer.OrdinalIgnoreCase) { ["Route"] = bundle.Route, ["Model"] = bundle.Model };
        if (prompt is not null)
        {
            whole["Prompt"] = prompt;
        }

        // As the journal writes it: one side has been there and the other has not, so that numbers and secrets would look different.
        using var json = JsonDocument.Parse(PlainJson.Write(whole));
        return json.RootElement.EnumerateObject()
            .Where(static field => field.Value.ValueKind != JsonValueKind.Null)
            .ToDictionary(static field => field.Name, static field => Text(field.Value), StringComparer.OrdinalIgnoreCase);
    }

    private static string Text(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Array => string.Join(", ", value.EnumerateArray().Select(Text)),
        JsonValueKind.String => value.GetString()!,
        _ => value.GetRawText(),
    };

    private static string Shown(string? text, string? other)
    {
        if (text is null)
        {
            return "nothing";
        }

        var start = 0;
        if (text.Length > Longest)
        {
            var same = text.Zip(other ?? string.Empty).TakeWhile(static pair => pair.First == pair.Second).Count();
            start = Math.Min(Math.Max(0, same - Before), text.Length - Before);
        }

        var end = Math.Min(text.Length, start + Longest);
        return $"'{(start > 0 ? "..." : string.Empty)}{text[start..end]}{(end < text.Length ? "..." : string.Empty)}'";
    }
}
