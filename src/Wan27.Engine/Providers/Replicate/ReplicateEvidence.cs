using System.Text.Json;

namespace Wan27.Engine.Providers.Replicate;

/// <summary>
/// The list tells the whole input of each prediction from its beginning, until it is removed an hour after the end: the prompt, the length, the
/// tier and the shape that were asked for.
/// </summary>
internal sealed class ReplicateEvidence(ReplicateProvider provider, AccountCalls calls) : IEvidenceReader
{
    public async Task<IReadOnlyList<TaskTrace>> ListAsync(string? model, CancellationToken ct)
        => [.. (await ReplicateList.ReadAsync(calls, ct))
            .Where(row => ReplicateAnswers.Id(row) is not null && (model is null || AnswerJson.Raw(row, "model") == model))
            .Select(Trace)];

    public async Task<TaskTrace> LookAsync(TaskTrace known, CancellationToken ct)
    {
        var answer = await provider.PollAsync(new TaskAddress(known.TaskId, known.Model), ct);
        if (answer.State is WanTaskState.Failed or WanTaskState.Canceled or WanTaskState.Expired && answer.State != known.Said)
        {
            return known with { Said = answer.State };
        }

        return known with
        {
            Said = null,

            // A result that is gone was made all the same.
            State = answer.ResultGone ? WanTaskState.Completed : answer.State,
            Status = answer.Status,
            CreatedAt = known.CreatedAt ?? answer.SubmittedAt,
            Prompt = answer.VerbatimPrompt ?? known.Prompt,
        };
    }

    private static TaskTrace Trace(JsonElement row)
    {
        var input = AnswerJson.Member(row, "input") ?? default;
        var word = AnswerJson.Line(row, "status");
        var state = ReplicateWords.StateOf(word);
        return new TaskTrace
        {
            TaskId = ReplicateAnswers.Id(row)!,
            Model = AnswerJson.Line(row, "model"),
            State = state == WanTaskState.Completed ? state : WanTaskState.Polling,
            Said = state is WanTaskState.Failed or WanTaskState.Canceled ? state : null,
            Status = word,
            CreatedAt = AnswerJson.Time(row, "created_at"),
            Prompt = AnswerJson.Raw(input, "prompt"),
            Seconds = AnswerJson.Number(input, "duration"),
            Tier = AnswerJson.Line(input, "resolution")?.ToUpperInvariant(),
            Ratio = AnswerJson.Line(input, "aspect_ratio") is { } ratio && ratio != "auto" ? ratio : null,
            Pictures = AnswerJson.Number(input, "num_outputs") is { } count ? (int)count : null,
        };
    }
}
