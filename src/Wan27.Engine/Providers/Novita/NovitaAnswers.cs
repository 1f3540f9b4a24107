using System.Text.Json;
using Wan27.Engine.Contract;
using Wan27.Engine.Media;

namespace Wan27.Engine.Providers.Novita;

/// <summary>What Novita says of a task: state, reason and media in one answer.</summary>
internal sealed class NovitaAnswers(ContractView contract)
{
    private string Owner => contract.Data.Own!.Provider.Owner;

    /// <summary>The id of a new task; null where the answer holds none that can be one.</summary>
    public static string? TaskId(JsonElement root) => AnswerJson.Raw(root, "task_id") is { } id && TaskIdForm.Fits(id) ? id : null;

    /// <summary>A task that Novita does not know.</summary>
    public TaskAnswer Unknown(TaskAddress task, ApiAnswer answer) => new()
    {
        State = WanTaskState.Expired,
        Status = NovitaWords.TaskNotFound,
        Excerpt = answer.Excerpt,
        Error = AsyncErrors.TaskUnknownToSilentWrapper(task.TaskId, Owner).Error,
    };

    /// <summary>A failure that is told in place of the task.</summary>
    public static TaskAnswer FailedLook(ApiAnswer answer) => new()
    {
        State = WanTaskState.Failed,
        Status = NovitaWords.TaskFailed,
        Excerpt = answer.Excerpt,
        Error = NovitaErrors.Table.OfFailedTask(answer.Code, NovitaAnswerWords.Instance.MessageOf(answer), answer.RequestId, answer.Status),
    };

    /// <summary>A task as it is.</summary>
    /// <param name="task">The task that was asked for.</param>
    /// <param name="word">Its state, in the provider's word.</param>
    /// <param name="root">The answer.</param>
    /// <param name="answer">The same, to be quoted.</param>
    /// <param name="now">Reckoned from for as long as an address lives.</param>
    public TaskAnswer Read(TaskAddress task, string word, JsonElement root, ApiAnswer answer, DateTimeOffset now)
    {
        var times = AnswerJson.Member(root, "extra") is { } extra ? AnswerJson.Member(extra, "debug_info") : null;
        var read = new TaskAnswer
        {
            TaskId = task.TaskId,
            State = WanTaskState.Polling,
            Status = word,
            Excerpt = answer.Excerpt,
            SubmittedAt = Time("submit_time_ms"),
            ScheduledAt = Time("execute_time_ms"),
            EndedAt = Time("complete_time_ms"),
        };
        return word switch
        {
            NovitaWords.Queued or NovitaWords.Processing => read,
            NovitaWords.Succeeded => Succeeded(read, root, now),
            NovitaWords.Failed => read with
            {
                State = WanTaskState.Failed,
                Error = NovitaErrors.Table.OfFailedTask(NovitaWords.Failed, AnswerJson.Member(root, "task") is { } failed ? AnswerJson.Prose(failed, "reason") : null, null),
            },
            NovitaWords.Canceled => read with
            {
                State = WanTaskState.Canceled,
                Error = AsyncErrors.TaskCanceledAtWrapper(task.TaskId, Owner, $"{Owner} does not say whether it is billed: look at the balance first.").Error,
            },

            // A word that is not known, and the one that says so itself, ends nothing.
            _ => read with { IsWordUnknown = true },
        };

        DateTimeOffset? Time(string name) => times is { } known ? Moment(known, name) : null;
    }

    private TaskAnswer Succeeded(TaskAnswer read, JsonElement root, DateTimeOffset now)
    {
        var videos = Links(root, "videos", "video_url", now);
        var images = Links(root, "images", "image_url", now);
        var links = videos.Length > 0 ? videos : images;
        if (links.Length == 0)
        {
            // What is gone is told from what has not come by the time that has passed since.
            return read.EndedAt + contract.Hours("result.url.valid.hours") < now
                ? read with
                {
                    State = WanTaskState.Expired,
                    ResultGone = true,
                    Error = AsyncErrors.ResultGone(read.TaskId!, Owner, LimitRange.Text(contract.Number("result.url.valid.hours"))).Error,
                }
                : read with { State = WanTaskState.Completed };
        }

        return read with
        {
            State = WanTaskState.Completed,
            VideoUrl = videos.Length > 0 ? videos[0].Url : null,
            ImageUrls = [.. images.Select(static image => image.Url)],
            UrlExpiresAt = links.Min(static link => link.ExpiresAt),
        };
    }

    /// <summary>The life that the answer gives an address counts from the answer, unless the address itself ends before.</summary>
    private ResultLink[] Links(JsonElement root, string list, string name, DateTimeOffset now)
        => [.. AnswerJson.Items(root, list)
            .Select(item => AnswerJson.Raw(item, name) is { Length: > 0 } url ? new ResultLink(url, Earlier(SignedUrl.Read(url).End, now + LifeOf(item, $"{name}_ttl"))) : null)
            .OfType<ResultLink>()];

    private TimeSpan LifeOf(JsonElement item, string name)
    {
        // A longer life is no life: the figure would be something else, such as a moment.
        const double YearOfSeconds = 366 * 86_400;
        return AnswerJson.Number(item, name) is { } seconds and > 0 and <= YearOfSeconds ? TimeSpan.FromSeconds(seconds) : contract.Hours("result.url.valid.hours");
    }

    /// <summary>A moment in milliseconds; zero stands for one that has not come.</summary>
    private static DateTimeOffset? Moment(JsonElement element, string name)
    {
        // Later figures than this are of no calendar.
        const double Last = 253_402_300_799_999;
        return AnswerJson.Number(element, name) is { } number and > 0 and <= Last ? DateTimeOffset.FromUnixTimeMilliseconds((long)number) : null;
    }

    private static DateTimeOffset Earlier(DateTimeOffset? end, DateTimeOffset other) => end is { } signed && signed < other ? signed : other;
}
