namespace Wan27.Engine.Providers.DashScope;

/// <summary>
/// The service's list names a task's model, time, state and the request that made it; a task that has succeeded also tells the prompt that
/// it was given, and its length and tier (contract sections 3 to 6). Tasks that make pictures tell no prompt.
/// </summary>
internal sealed class DashScopeEvidence(DashScopeProvider provider) : IEvidenceReader
{
    public async Task<IReadOnlyList<TaskTrace>> ListAsync(string? model, CancellationToken ct)
        => [.. (await provider.ListAsync(new TaskListQuery { Model = model }, ct)).DistinctBy(static row => row.TaskId).Select(static row => new TaskTrace
        {
            TaskId = row.TaskId,
            Model = row.Model,

            // Only a look at the task itself tells the prompt: until then it has not ended for whoever asks.
            Said = row.State is WanTaskState.Failed or WanTaskState.Canceled ? row.State : null,
            Status = row.Status,
            SubmitRequestId = row.SubmitRequestId,
            CreatedAt = row.CreatedAt,
        })];

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
            State = answer.State,
            Status = answer.Status,
            CreatedAt = known.CreatedAt ?? answer.SubmittedAt,
            Prompt = answer.VerbatimPrompt ?? known.Prompt,
            Seconds = answer.Usage?.OutputVideoDuration ?? known.Seconds,
            Tier = answer.Usage?.Resolution ?? known.Tier,
            Ratio = answer.Ratio ?? known.Ratio,
            Pictures = answer.Usage?.ImageCount ?? known.Pictures,
        };
    }
}
