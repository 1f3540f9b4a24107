using Wan27.Engine.Contract;
using Wan27.Engine.Providers;

namespace Wan27.Engine.Tasks;

/// <summary>One look at a task, made of as many questions as it takes to believe the answer; what was learnt is noted.</summary>
internal sealed class TaskLook(IProvider provider, TaskNews news, ContractView contract, TimeProvider time)
{
    // An endpoint that contradicts itself for ever is believed at last: its next word may be another one, and then counts.
    private const int MostQuestions = 5;

    /// <exception cref="WanException">The provider cannot be asked, or says that it does not know a task that it must know.</exception>
    public async Task<WanTask> LookAsync(WanTask task, CancellationToken ct)
    {
        var doubt = new TaskDoubt(contract, task.State);
        for (var question = 1; ; question++)
        {
            var answer = await provider.QueryAsync(TaskAddress.Of(task), ct);
            var age = time.GetUtcNow() - task.SubmittedAt;
            switch (doubt.Judge(answer, age))
            {
                case TaskVerdict.Unbelievable when question > 1:
                    throw doubt.Explain(task, age!.Value, answer.RequestId);
                case TaskVerdict.NoResult:
                    await news.NoteBilledAsync(task, answer, ct);
                    throw TaskDoubt.ExplainNoResult(task, answer);
                case TaskVerdict.AskAgain when question < MostQuestions:
                case TaskVerdict.Unbelievable:
                    await Task.Delay(contract.Seconds("retry.delay.first.seconds"), time, ct);
                    break;
                default:
                    return await news.NoteAsync(TaskStates.Apply(task, answer), ct);
            }
        }
    }
}
