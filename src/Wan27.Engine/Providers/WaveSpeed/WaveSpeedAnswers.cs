using System.Globalization;
using System.Text.Json;
using Wan27.Engine.Contract;
using Wan27.Engine.Media;

namespace Wan27.Engine.Providers.WaveSpeed;

/// <summary>What WaveSpeed says of a prediction: state, error and results in one answer.</summary>
internal sealed class WaveSpeedAnswers(ContractView contract)
{
    private string Owner => contract.Data.Own!.Provider.Owner;

    /// <summary>The id of a new prediction; null where the answer holds none that can be one.</summary>
    public static string? TaskId(JsonElement data) => AnswerJson.Raw(data, "id") is { } id && TaskIdForm.Fits(id) ? id : null;

    /// <summary>A prediction that WaveSpeed does not know.</summary>
    public TaskAnswer Unknown(TaskAddress task, ApiAnswer answer) => new()
    {
        State = WanTaskState.Expired,
        Status = WaveSpeedWords.NotFound,
        Excerpt = answer.Excerpt,
        Error = AsyncErrors.TaskUnknownToSilentWrapper(task.TaskId, Owner).Error,
    };

    /// <summary>A prediction as it is.</summary>
    /// <param name="task">The task that was asked for.</param>
    /// <param name="word">Its state, in the provider's word.</param>
    /// <param name="data">What lies in the envelope.</param>
    /// <param name="answer">The same, to be quoted.</param>
    public TaskAnswer Read(TaskAddress task, string word, JsonElement data, ApiAnswer answer)
    {
        var read = new TaskAnswer
        {
            TaskId = task.TaskId,
            State = WanTaskState.Polling,
            Status = word,
            Excerpt = answer.Excerpt,
            SubmittedAt = DateTimeOffset.TryParse(AnswerJson.Raw(data, "created_at"), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var created) ? created : null,
        };
        return word switch
        {
            WaveSpeedWords.Created or WaveSpeedWords.Processing => read,
            WaveSpeedWords.Completed => Completed(read, data),
            WaveSpeedWords.Failed or WaveSpeedWords.TimedOut => read with { State = WanTaskState.Failed, Error = Failure(WaveSpeedAnswerWords.CodeOf(data) ?? word, AnswerJson.Prose(data, "error")) },
            WaveSpeedWords.Canceled => read with
            {
                State = WanTaskState.Canceled,
                Error = AsyncErrors.TaskCanceledAtWrapper(task.TaskId, Owner, $"{Owner} does not say whether it is billed: look at the balance first.").Error,
            },
            WaveSpeedWords.Deleted => read with { State = WanTaskState.Expired, ResultGone = true, Error = AsyncErrors.ResultGoneOfDeleted(task.TaskId, Owner).Error },
            _ => read with { IsWordUnknown = true },
        };
    }

    private static TaskAnswer Completed(TaskAnswer read, JsonElement data)
    {
        string[] urls = [.. AnswerJson.Items(data, "outputs").Where(static item => item.ValueKind == JsonValueKind.String).Select(static item => item.GetString()).OfType<string>().Where(static url => url.Length > 0)];
        return read with
        {
            State = WanTaskState.Completed,
            VideoUrl = urls.FirstOrDefault(),

            // How long files are kept is not documented: only an address itself may tell.
            UrlExpiresAt = urls.Min(static url => SignedUrl.Read(url).End),
        };
    }

    /// <summary>What leaves a submit open leaves nothing open once it is the end of a prediction.</summary>
    private static WanError Failure(string code, string? message)
    {
        var error = WaveSpeedErrors.Table.OfFailedTask(code, message, requestId: null);
        return error.Retry == WanRetry.Once
            ? error with { RecommendedAction = WaveSpeedErrors.Table.Find(WaveSpeedWords.Failed, null, null).Action }
            : error;
    }
}
